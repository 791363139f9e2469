/**
 * What the PowerShell scripts of a plan have in common: functions, in 7-bit ASCII, without anything of the directory. They use
 * .NET alone, so that no module has to be there. `$objects`, `$Server` and `$PSCmdlet` are those of the script.
 */

/** Reading: names for people, objects, lists. */
export const READING = String.raw`
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.DirectoryServices

# A name as a console may show it: nothing that moves the cursor or hides anything.
function ConvertTo-Shown {
    param([string] $Text)
    $Text -replace '[^\x20-\x7e]', '?'
}

# One controller does all of it: another one may not know yet what this one has made or changed.
function Get-PlanServer {
    param([string] $Domain)
    $root = [System.DirectoryServices.DirectoryEntry]::new('LDAP://' + $Domain + '/RootDSE')
    $name = [string] $root.psbase.Properties['dnsHostName'].Value
    if ($name -eq '') { throw ('No domain controller of ' + (ConvertTo-Shown $Domain) + ' answers. Name one with -Server.') }
    $name
}

# An object by its objectGUID where the plan knows it, and else by its name; only its DACL is read and written.
function Get-PlanObject {
    param([string] $Dn, [string] $Guid)
    $path = 'LDAP://' + $Server + '/'
    if ($Guid -ne '') { $path = $path + '<GUID=' + $Guid + '>' } else { $path = $path + $Dn.Replace('/', '\/') }
    $object = [System.DirectoryServices.DirectoryEntry]::new($path)
    $found = [string] $object.psbase.Properties['distinguishedName'].Value
    if (-not [string]::Equals($found, $Dn, [System.StringComparison]::OrdinalIgnoreCase)) {
        throw ((ConvertTo-Shown $Dn) + ' is now called ' + (ConvertTo-Shown $found) + '. Make a new plan.')
    }
    $object.psbase.Options.SecurityMasks = [System.DirectoryServices.SecurityMasks]::Dacl
    $object
}

# The list as it is stored: its own entries, a hash of them, and all of it as SDDL.
function Get-PlanList {
    param([object] $Object)
    $searcher = [System.DirectoryServices.DirectorySearcher]::new($Object, '(objectClass=*)')
    $searcher.SearchScope = [System.DirectoryServices.SearchScope]::Base
    $searcher.SecurityMasks = [System.DirectoryServices.SecurityMasks]::Dacl
    [void] $searcher.PropertiesToLoad.Add('ntsecuritydescriptor')
    $found = $searcher.FindOne()
    if ($null -eq $found) { throw 'The list of an object cannot be read.' }
    $bytes = [byte[]] $found.Properties['ntsecuritydescriptor'][0]
    $descriptor = [System.Security.AccessControl.RawSecurityDescriptor]::new($bytes, 0)
    $own = [System.Collections.Generic.List[string]]::new()
    $memory = [System.IO.MemoryStream]::new()
    if (([int] $descriptor.ControlFlags -band 0x1000) -ne 0) { $memory.WriteByte(1) } else { $memory.WriteByte(0) }
    foreach ($ace in $descriptor.DiscretionaryAcl) {
        if (([int] $ace.AceFlags -band 0x10) -ne 0) { continue }
        $stored = [byte[]]::new($ace.BinaryLength)
        $ace.GetBinaryForm($stored, 0)
        $memory.Write($stored, 0, $stored.Length)
        $own.Add([System.Convert]::ToBase64String($stored))
    }
    $hash = [System.Security.Cryptography.SHA256]::Create().ComputeHash($memory.ToArray())
    @{
        Own = $own
        Hash = [System.BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
        Sddl = $descriptor.GetSddlForm([System.Security.AccessControl.AccessControlSections]::Access)
    }
}

# Whether an entry is there, or one that says the same and allows more: .NET makes one of two that differ in that alone.
function Test-PlanOwn {
    param([object] $Own, [string] $Ace)
    if ($Own.Contains($Ace)) { return $true }
    $wanted = [System.Convert]::FromBase64String($Ace)
    $mask = [System.BitConverter]::ToInt32($wanted, 4)
    foreach ($each in $Own) {
        $stored = [System.Convert]::FromBase64String($each)
        if ($stored.Length -ne $wanted.Length) { continue }
        if (([System.BitConverter]::ToInt32($stored, 4) -band $mask) -ne $mask) { continue }
        [System.Array]::Copy($wanted, 4, $stored, 4, 4)
        if ([System.Convert]::ToBase64String($stored) -eq $Ace) { return $true }
    }
    $false
}

# Whether a group names an object in member. Asked of the server, since long lists are not read whole.
function Test-PlanMembership {
    param([string] $Group, [string] $Member)
    # In a trial run a group that would be made has no members.
    if ($WhatIfPreference -and $made -contains $Group) { return $false }
    $object = Get-PlanObject -Dn $Group -Guid ''
    $value = $Member.Replace('\', '\5c').Replace('*', '\2a').Replace('(', '\28').Replace(')', '\29')
    $searcher = [System.DirectoryServices.DirectorySearcher]::new($object, '(member=' + $value + ')')
    $searcher.SearchScope = [System.DirectoryServices.SearchScope]::Base
    $null -ne $searcher.FindOne()
}
`.trim();

/** Changing: each looks at what is there first, and again afterwards. */
export const CHANGING = `
function New-PlanRule {
    param([string] $Sid, [int] $Rights, [string] $Inheritance, [string] $ObjectType, [string] $InheritedObjectType)
    [System.DirectoryServices.ActiveDirectoryAccessRule]::new(
        [System.Security.Principal.SecurityIdentifier]::new($Sid),
        [System.Enum]::ToObject([System.DirectoryServices.ActiveDirectoryRights], $Rights),
        [System.Security.AccessControl.AccessControlType]::Allow,
        [guid] $ObjectType,
        [System.DirectoryServices.ActiveDirectorySecurityInheritance] $Inheritance,
        [guid] $InheritedObjectType)
}

# -Ace is the same entry as it is stored, in base64: by it the script tells whether it is there. It is empty where the SID was not known.
function Add-PlanEntry {
    param([int] $Number, [string] $Sid, [int] $Rights, [string] $Inheritance, [string] $ObjectType, [string] $InheritedObjectType, [string] $Ace)
    if ($Ace -eq '') { $Ace = Get-PlanAce -Sid $Sid -Rights $Rights -Inheritance $Inheritance -ObjectType $ObjectType -InheritedObjectType $InheritedObjectType }
    $name = ConvertTo-Shown $objects[$Number].Dn
    $object = Get-PlanObject -Dn $objects[$Number].Dn -Guid $objects[$Number].Guid
    if ((Get-PlanList -Object $object).Own.Contains($Ace)) {
        Write-Output ('There already on ' + $name)
        return
    }
    if ($PSCmdlet.ShouldProcess($name, 'Add an entry for ' + $Sid)) {
        $rule = New-PlanRule -Sid $Sid -Rights $Rights -Inheritance $Inheritance -ObjectType $ObjectType -InheritedObjectType $InheritedObjectType
        $object.psbase.ObjectSecurity.AddAccessRule($rule)
        $object.psbase.CommitChanges()
        if (-not (Test-PlanOwn -Own (Get-PlanList -Object $object).Own -Ace $Ace)) { throw ('The entry is not there after it was added to ' + $name) }
        Write-Output ('Added on ' + $name)
    }
}

function Remove-PlanEntry {
    param([int] $Number, [string] $Sid, [int] $Rights, [string] $Inheritance, [string] $ObjectType, [string] $InheritedObjectType, [string] $Ace)
    if ($Ace -eq '') { $Ace = Get-PlanAce -Sid $Sid -Rights $Rights -Inheritance $Inheritance -ObjectType $ObjectType -InheritedObjectType $InheritedObjectType }
    $name = ConvertTo-Shown $objects[$Number].Dn
    $object = Get-PlanObject -Dn $objects[$Number].Dn -Guid $objects[$Number].Guid
    if (-not (Get-PlanList -Object $object).Own.Contains($Ace)) {
        Write-Output ('Gone already from ' + $name)
        return
    }
    if ($PSCmdlet.ShouldProcess($name, 'Remove an entry for ' + $Sid)) {
        $rule = New-PlanRule -Sid $Sid -Rights $Rights -Inheritance $Inheritance -ObjectType $ObjectType -InheritedObjectType $InheritedObjectType
        $object.psbase.ObjectSecurity.RemoveAccessRuleSpecific($rule)
        $object.psbase.CommitChanges()
        if ((Get-PlanList -Object $object).Own.Contains($Ace)) { throw ('The entry is still there after it was removed from ' + $name) }
        Write-Output ('Removed from ' + $name)
    }
}

function Add-PlanMember {
    param([string] $Group, [string] $Member)
    $name = ConvertTo-Shown $Group
    if (Test-PlanMembership -Group $Group -Member $Member) {
        Write-Output ('A member already of ' + $name)
        return
    }
    if ($PSCmdlet.ShouldProcess($name, 'Add the member ' + (ConvertTo-Shown $Member))) {
        $object = Get-PlanObject -Dn $Group -Guid ''
        $path = (Get-PlanObject -Dn $Member -Guid '').psbase.Path
        [void] $object.psbase.Invoke('Add', $path)
        if (-not (Test-PlanMembership -Group $Group -Member $Member)) { throw ('No member after it was added to ' + $name) }
        Write-Output ('A member now of ' + $name)
    }
}

function Remove-PlanMember {
    param([string] $Group, [string] $Member)
    $name = ConvertTo-Shown $Group
    if (-not (Test-PlanMembership -Group $Group -Member $Member)) {
        Write-Output ('No member any more of ' + $name)
        return
    }
    if ($PSCmdlet.ShouldProcess($name, 'Remove the member ' + (ConvertTo-Shown $Member))) {
        $object = Get-PlanObject -Dn $Group -Guid ''
        $path = (Get-PlanObject -Dn $Member -Guid '').psbase.Path
        [void] $object.psbase.Invoke('Remove', $path)
        if (Test-PlanMembership -Group $Group -Member $Member) { throw ('Still a member after it was removed from ' + $name) }
        Write-Output ('No member now of ' + $name)
    }
}
`.trim();

/** An entry as bytes: what tells that it is there, where its SID is known on the spot only. */
export const ENTRY_BYTES = `
# The entry of a rule as it is stored, in base64.
function Get-PlanAce {
    param([string] $Sid, [int] $Rights, [string] $Inheritance, [string] $ObjectType, [string] $InheritedObjectType)
    $flags = @{ None = 0; All = 2; Descendents = 10; SelfAndChildren = 6; Children = 14 }
    $present = 0
    if ([guid] $ObjectType -ne [guid]::Empty) { $present = $present -bor 1 }
    if ([guid] $InheritedObjectType -ne [guid]::Empty) { $present = $present -bor 2 }
    $ace = [System.Security.AccessControl.ObjectAce]::new(
        [System.Security.AccessControl.AceFlags] $flags[$Inheritance],
        [System.Security.AccessControl.AceQualifier]::AccessAllowed,
        $Rights,
        [System.Security.Principal.SecurityIdentifier]::new($Sid),
        [System.Security.AccessControl.ObjectAceFlags] $present,
        [guid] $ObjectType,
        [guid] $InheritedObjectType,
        $false,
        $null)
    $stored = [byte[]]::new($ace.BinaryLength)
    $ace.GetBinaryForm($stored, 0)
    [System.Convert]::ToBase64String($stored)
}
`.trim();

/** What is made, or is there already. */
export const MAKING = `
function Test-PlanExists {
    param([string] $Dn)
    $path = 'LDAP://' + $Server + '/'
    [System.DirectoryServices.DirectoryEntry]::Exists($path + $Dn.Replace('/', '\\/'))
}

function Get-PlanSid {
    param([string] $Dn)
    $object = Get-PlanObject -Dn $Dn -Guid ''
    [System.Security.Principal.SecurityIdentifier]::new([byte[]] $object.psbase.Properties['objectSid'].Value, 0).Value
}
`.trim();

/** Making it. In a trial run it goes on with a SID that nobody has. */
export const MAKERS = `
function New-PlanGroup {
    param([string] $Dn, [string] $Parent, [string] $Name, [string] $SamAccountName)
    if (-not $PSCmdlet.ShouldProcess((ConvertTo-Shown $Dn), 'Make a security group')) { return 'S-1-0-0' }
    $place = Get-PlanObject -Dn $Parent -Guid ''
    $group = $place.psbase.Children.Add($Name.Replace('/', '\\/'), 'group')
    $group.psbase.Properties['sAMAccountName'].Value = $SamAccountName
    $group.psbase.Properties['groupType'].Value = -2147483646
    $group.psbase.CommitChanges()
    Get-PlanSid -Dn $Dn
}

# A key has to be with all domain controllers before a password can be made of it, which takes up to ten hours.
function Test-PlanKey {
    $since = (Get-Date).AddHours(-10)
    foreach ($key in @(Get-KdsRootKey)) { if ($key.EffectiveTime -le $since) { return } }
    throw 'No KDS root key has been in use for ten hours. Add-KdsRootKey -EffectiveImmediately makes one: run this again ten hours later.'
}

function New-PlanAccount {
    param([string] $Dn, [string] $Parent, [string] $Name, [string] $SamAccountName, [string] $DnsHostName, [string] $Hosts, [int] $Interval)
    if (-not $PSCmdlet.ShouldProcess((ConvertTo-Shown $Dn), 'Make a group managed service account')) { return 'S-1-0-0' }
    New-ADServiceAccount -Name $Name -SamAccountName $SamAccountName -DNSHostName $DnsHostName -Path $Parent -KerberosEncryptionType 'AES128, AES256' -ManagedPasswordIntervalInDays $Interval -PrincipalsAllowedToRetrieveManagedPassword $Hosts -Server $Server -Confirm:$false
    Get-PlanSid -Dn $Dn
}
`.trim();
