# Applies a plan of adreach. plan.md, beside this file, says what it does and why.
# With -WhatIf it only tells what it would do. It stops at the first error; revert.ps1 takes back what is done.
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
param(
    # Name of the domain controller to talk to; empty: one of the domain.
    [string] $Server = '',
    # Folder for the lists as they were before.
    [string] $Folder = $PSScriptRoot
)

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

if ($Server -eq '') { $Server = Get-PlanServer -Domain 'securelab.local' }

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

# The objects whose lists are changed: name, objectGUID, hash of their own entries before.
$objects = @(
    @{ Dn = 'CN=Users,DC=securelab,DC=local'; Guid = '4f1027aa-03a4-4054-b7ab-9ed437d778b0'; Own = '2f093a7dca4be0b5982da848c3a90e1acc08c6963c03c496d96e799538bad03b' }
    @{ Dn = 'OU=Action Accounts,DC=securelab,DC=local'; Guid = '7f3611c7-1be8-5fb3-9b65-351a6ac8a01e'; Own = 'c4eae968ec6c9f06769f6a777f07b284ff793af591a421cb567e2053c9774878' }
    @{ Dn = 'OU=Allowed Below A Deny,OU=Denied Here,OU=Managed,DC=securelab,DC=local'; Guid = '7d226f61-fa65-55db-942d-53bb35ad5073'; Own = 'b965acfedda8bda3aaeeaffebc21595f9380595700135753b05fa281aced832a' }
    @{ Dn = 'OU=Directory People,OU=Managed,DC=securelab,DC=local'; Guid = '619eb71c-34f2-5f34-9553-77ef3a8bd99f'; Own = 'c4eae968ec6c9f06769f6a777f07b284ff793af591a421cb567e2053c9774878' }
    @{ Dn = 'OU=Inheritance Blocked,OU=Managed,DC=securelab,DC=local'; Guid = 'e58165f7-9d3d-5062-8dc8-a398944f4f16'; Own = '3a965a67fe2cc6c178f4f382a3ab6f80b9034db861b252e21f215967050cd3c6' }
    @{ Dn = 'OU=Other People,DC=securelab,DC=local'; Guid = '6338fa63-e0e9-5463-8bb5-ae964194f389'; Own = 'c4eae968ec6c9f06769f6a777f07b284ff793af591a421cb567e2053c9774878' }
    @{ Dn = 'CN=AdminSDHolder,CN=System,DC=securelab,DC=local'; Guid = '0132cbb5-be88-45ef-ab3d-0e670e98bc1d'; Own = '7964550c9410cbd205e1f66727f3572b4c83f56e6eaeecc13f98ec937563ff1e' }
    @{ Dn = 'OU=Delegated To The Account,OU=Other People,DC=securelab,DC=local'; Guid = '4b7577b0-659d-5724-acdb-fe8301c947aa'; Own = 'b965acfedda8bda3aaeeaffebc21595f9380595700135753b05fa281aced832a' }
    @{ Dn = 'CN=all-control-rights-simple,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = 'bd045676-587b-5170-9cf3-7747a91aa838'; Own = '8b5d62d82ba47a9a76196cc31262e0f74b432da00bcd99670847baae2e4a1cb3' }
    @{ Dn = 'CN=allow-all-properties,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = 'be910859-046b-5e84-817c-b323bb4a3d5f'; Own = '935ebaec7e121d912f8f310d7d77f6a320115a620c68cb54df0d69cb746c4ef9' }
    @{ Dn = 'CN=allow-other-set,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = 'ca254a3c-0197-5d78-a4b1-a8ad62ac32c4'; Own = 'a0dc68cfc47ee68d2ab66c0530137e02458b69cc9434ec197488f2517e4972d6' }
    @{ Dn = 'CN=allow-set,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '622f8174-35ad-5c4d-a778-b63ec74d72d0'; Own = 'd636ebdedbeca21fb4f6c22b84a4dc53055ed470e09c9c9c5c52213964790e08' }
    @{ Dn = 'CN=allow-set-deny-attribute,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '7c63d7ee-7689-5201-b7dc-3b66dd21906a'; Own = 'a87ca5e96041845c3749e7bd6f714ff3c23e50a3876749224e74b7a39cdc273b' }
    @{ Dn = 'CN=class-guid-write,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = 'a5870730-82f3-5e80-903e-5b78b1edaf8e'; Own = 'ed6af92e9bcf97d37a02b6fb46c34cff1adfadbf0f2fe4032943c0591c51dfbb' }
    @{ Dn = 'CN=deny-attribute-allow-all,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '1b6f2721-db17-5eca-aabc-e195e61a8cc9'; Own = '3995d254b818c7e3c1278e4195f2ff42d07144e7874fe5a97f941a561080e84e' }
    @{ Dn = 'CN=deny-attribute-allow-set,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '79002aa4-9dac-5a08-bdc7-742804dfece1'; Own = 'fa13b49286bac84556b0cffd6fd56d5818aab5a41fbf0244dfbdbe009c5cf54f' }
    @{ Dn = 'CN=deny-deleted-group,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '8797a6f9-76f8-50fd-824a-aebcc48193a9'; Own = '8bdf69f5b8d61ef2c12e6dd58ab41fc569ce5a555d7fd75dfb32ea3598f8ca13' }
    @{ Dn = 'CN=deny-foreign-group,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '749af3a8-c617-50f9-a96f-17ac732beb55'; Own = '610a3b2080a1bf7314954806c01af3476409fec8c710605fdfa2ca2233e02a61' }
    @{ Dn = 'CN=deny-group-allow-user,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '880604e1-a764-58a4-9b7b-0af476ecf316'; Own = '1b28225d70db5d808613d9949e5b2369bc393b920dc972e5eeb9295bb2eace92' }
    @{ Dn = 'CN=deny-set-members-apart,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = 'dcb9fda2-8989-5cc5-ac0e-1be1c71d538c'; Own = '60c3fcd3216094017d427fc9ff5057113f30ff326d822f28e82466709c1b3f6b' }
    @{ Dn = 'CN=deny-sibling-allow-set,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '6fbe7565-5134-556a-9797-209152b1568d'; Own = 'e2aef528c61e563e5e227da9b0bdd9edf300897a31041015b6d6b1e3c0d7e468' }
    @{ Dn = 'CN=generic-all,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '472a7493-f499-52d7-b628-00b648227894'; Own = '96a5ab98cc86da658c090712da6ac7eddb29b6c21d9862d432055a14f97e851e' }
    @{ Dn = 'CN=generic-write,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '39be6cdd-052e-536a-9165-d51ec5d13a19'; Own = '1966f9bc383a98362f14b8b4b822afdd0c8721a2d8825a18126d9f6b8cd9b181' }
    @{ Dn = 'CN=reset-denied,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '49e94b9b-5ba0-5f79-a124-0ddf62e5f14a'; Own = 'd1eb5453db904d74f0e4a8ce78db201da1aaeb320201e7bcbabef00175b6efcb' }
    @{ Dn = 'CN=write-dac-only,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '0704cf36-2a27-555a-942f-75b64acbfffd'; Own = 'f0da9725cadf90a6fa84f9078be8a0d087e957dec69eb245a5c01baebed7387c' }
    @{ Dn = 'CN=write-owner-only,OU=Entries,OU=Other People,DC=securelab,DC=local'; Guid = '39e4dda2-aec7-56fb-8706-5a0e1f8041c6'; Own = 'b09f662ed83c372a58b2d08fe3f54aa254531e6d1077a6ca1c22435d83f91212' }
    @{ Dn = 'CN=via-chain,OU=Memberships,OU=Other People,DC=securelab,DC=local'; Guid = 'a9d32f2d-e60e-5451-9821-121df08f0f59'; Own = 'ff6295094e74f7604e8db5d943b518ea1f6acd32012ee9f1b6615c6536fcfeed' }
    @{ Dn = 'CN=via-ring,OU=Memberships,OU=Other People,DC=securelab,DC=local'; Guid = 'c87162fb-e1ac-52c5-81cf-5c8dd021e35a'; Own = '7ed29c86d3b4926d7c979866e12e7394a67de04d0484fb01a4811f1a77632017' }
    @{ Dn = 'CN=conditional-allow-then-allow,OU=Raw Entries,OU=Other People,DC=securelab,DC=local'; Guid = '9c84af29-9bad-55bd-af83-36bff4f636e9'; Own = 'e6dc3e5ca224cea34c79788a34e753c9bd50aba58fe1142a70c74faa39a196d0' }
    @{ Dn = 'CN=conditional-deny,OU=Raw Entries,OU=Other People,DC=securelab,DC=local'; Guid = '9581f96c-7438-5199-9178-c2bff94acd5e'; Own = 'ebe7cf45e99dfe170daa347b1f654a11f9fb0fea198abd1fb141c69ec4860cc7' }
    @{ Dn = 'CN=conditional-other-trustee,OU=Raw Entries,OU=Other People,DC=securelab,DC=local'; Guid = 'f0097814-f056-5ddf-b592-74d646b9bb2e'; Own = '367e2c0ac037f6e8e2f65ca76ffe4951d18ba8cd911fa3302b227d5860869683' }
    @{ Dn = 'CN=inherited-before-explicit,OU=Raw Entries,OU=Other People,DC=securelab,DC=local'; Guid = '27750a7f-1123-5ade-898c-c9d9159f11db'; Own = 'cfc1efb422930cb22dd092cf4aada231fa076af8b3dd9a5467c18e083e053067' }
    @{ Dn = 'CN=trailing-bytes,OU=Raw Entries,OU=Other People,DC=securelab,DC=local'; Guid = '8b702f9d-81b3-551b-ba05-5db7055c019d'; Own = 'e151cd196d39d46c557a6c5c380c4d86ca1853a3e20a61b8addd01d6f5e8b3e8' }
    @{ Dn = 'CN=unknown-ace-type,OU=Raw Entries,OU=Other People,DC=securelab,DC=local'; Guid = 'c164b5ea-0842-5476-8421-4ea875546653'; Own = '0e726064d7aef801f68cf22ca18f128ef31ec8166934953a215e80dc9e5505a4' }
)
# What is made first.
$made = @()

# Everything is looked at before anything is changed.
$kept = foreach ($each in $objects) {
    $name = ConvertTo-Shown $each.Dn
    $object = Get-PlanObject -Dn $each.Dn -Guid $each.Guid
    if (-not $object.psbase.ObjectSecurity.AreAccessRulesCanonical) { throw ('The entries of ' + $name + ' are in no order that .NET would change. Use apply.ldif.') }
    $list = Get-PlanList -Object $object
    if ($list.Hash -ne $each.Own) { throw ('The list of ' + $name + ' is not as the plan found it. Make a new plan. Now: ' + (ConvertTo-Shown $list.Sddl)) }
    [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($each.Dn)) + ' ' + (ConvertTo-Shown $list.Sddl)
}
$file = Join-Path $Folder ('before-' + (Get-Date -Format 'yyyyMMdd-HHmmss') + '.txt')
if ($null -ne $kept) {
    Set-Content -LiteralPath $file -Value $kept -Encoding ASCII -Confirm:$false
    if (-not $WhatIfPreference -and -not (Test-Path -LiteralPath $file)) { throw 'The lists as they were could not be kept.' }
}

# What is added.
Add-PlanEntry -Number 0 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 0 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 0 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 1 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 1 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 1 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 2 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 2 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 2 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 3 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType '4828cc14-1437-45bc-9b07-ad6f015e5f28' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4hTMKEg3FLxFmwetbwFeXygBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 3 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType '4828cc14-1437-45bc-9b07-ad6f015e5f28' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4hTMKEg3FLxFmwetbwFeXygBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 3 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType '4828cc14-1437-45bc-9b07-ad6f015e5f28' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKRTMKEg3FLxFmwetbwFeXygBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 4 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 4 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 4 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 5 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 5 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Add-PlanEntry -Number 5 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'

# What was added is there before anything is removed.
if (-not $WhatIfPreference) {
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[0].Dn -Guid $objects[0].Guid)).Own -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[0].Dn -Guid $objects[0].Guid)).Own -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[0].Dn -Guid $objects[0].Guid)).Own -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[1].Dn -Guid $objects[1].Guid)).Own -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[1].Dn -Guid $objects[1].Guid)).Own -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[1].Dn -Guid $objects[1].Guid)).Own -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[2].Dn -Guid $objects[2].Guid)).Own -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[2].Dn -Guid $objects[2].Guid)).Own -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[2].Dn -Guid $objects[2].Guid)).Own -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[3].Dn -Guid $objects[3].Guid)).Own -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4hTMKEg3FLxFmwetbwFeXygBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[3].Dn -Guid $objects[3].Guid)).Own -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4hTMKEg3FLxFmwetbwFeXygBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[3].Dn -Guid $objects[3].Guid)).Own -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKRTMKEg3FLxFmwetbwFeXygBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[4].Dn -Guid $objects[4].Guid)).Own -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[4].Dn -Guid $objects[4].Guid)).Own -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[4].Dn -Guid $objects[4].Guid)).Own -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[5].Dn -Guid $objects[5].Guid)).Own -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[5].Dn -Guid $objects[5].Guid)).Own -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
    if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[5].Dn -Guid $objects[5].Guid)).Own -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA')) { throw 'An entry that was added is not there.' }
}

# What is removed.
Remove-PlanEntry -Number 6 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 6 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 6 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 2 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 2 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 2 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 7 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x100 -Inheritance 'Descendents' -ObjectType '00299570-246d-11d0-a768-00aa006e0529' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIAAABAAADAAAAcJUpAG0k0BGnaACqAG4FKbp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 7 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a0a-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAACnqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 7 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x30 -Inheritance 'Descendents' -ObjectType 'bf967a68-0de6-11d0-a285-00aa003049e2' -InheritedObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -Ace 'BQpIADAAAAADAAAAaHqWv+YN0BGihQCqADBJ4rp6lr/mDdARooUAqgAwSeIBBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 8 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkAAABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 9 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkADAAAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 10 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'None' -ObjectType 'e48d0154-bcf8-11d1-8702-00c04fb96050' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'BQA4ADAAAAABAAAAVAGN5Pi80RGHAgDAT7lgUAEFAAAAAAAFFQAAANz03DuDPStGgoumKFMEAAA='
Remove-PlanEntry -Number 11 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x30 -Inheritance 'None' -ObjectType '4c164200-20c0-11d0-a768-00aa006e0529' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'BQA4ADAAAAABAAAAAEIWTMAg0BGnaACqAG4FKQEFAAAAAAAFFQAAANz03DuDPStGgoumKFMEAAA='
Remove-PlanEntry -Number 12 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x20 -Inheritance 'None' -ObjectType '4c164200-20c0-11d0-a768-00aa006e0529' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'BQA4ACAAAAABAAAAAEIWTMAg0BGnaACqAG4FKQEFAAAAAAAFFQAAANz03DuDPStGgoumKFEEAAA='
Remove-PlanEntry -Number 13 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x20 -Inheritance 'None' -ObjectType 'bf967aba-0de6-11d0-a285-00aa003049e2' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'BQA4ACAAAAABAAAAunqWv+YN0BGihQCqADBJ4gEFAAAAAAAFFQAAANz03DuDPStGgoumKFMEAAA='
Remove-PlanEntry -Number 14 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x20 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACAAAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 15 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x20 -Inheritance 'None' -ObjectType '4c164200-20c0-11d0-a768-00aa006e0529' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'BQA4ACAAAAABAAAAAEIWTMAg0BGnaACqAG4FKQEFAAAAAAAFFQAAANz03DuDPStGgoumKFEEAAA='
Remove-PlanEntry -Number 16 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x120 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 17 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x120 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 18 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x120 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 19 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x20 -Inheritance 'None' -ObjectType '4c164200-20c0-11d0-a768-00aa006e0529' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'BQA4ACAAAAABAAAAAEIWTMAg0BGnaACqAG4FKQEFAAAAAAAFFQAAANz03DuDPStGgoumKFEEAAA='
Remove-PlanEntry -Number 20 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x20 -Inheritance 'None' -ObjectType '4c164200-20c0-11d0-a768-00aa006e0529' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'BQA4ACAAAAABAAAAAEIWTMAg0BGnaACqAG4FKQEFAAAAAAAFFQAAANz03DuDPStGgoumKFEEAAA='
Remove-PlanEntry -Number 21 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0xf01ff -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkAP8BDwABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 22 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x20028 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACgAAgABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 23 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x100 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkAAABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 24 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x40000 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkAAAABAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 25 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1105' -Rights 0x80000 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkAAAACAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihRBAAA'
Remove-PlanEntry -Number 26 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1337' -Rights 0x130 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkADABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpig5BQAA'
Remove-PlanEntry -Number 27 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1326' -Rights 0x130 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkADABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpiguBQAA'
Remove-PlanEntry -Number 28 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x120 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 29 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x120 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 30 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x120 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 31 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x120 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 32 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x20 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACAAAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'
Remove-PlanEntry -Number 33 -Sid 'S-1-5-21-1004336348-1177238915-682003330-1107' -Rights 0x120 -Inheritance 'None' -ObjectType '00000000-0000-0000-0000-000000000000' -InheritedObjectType '00000000-0000-0000-0000-000000000000' -Ace 'AAAkACABAAABBQAAAAAABRUAAADc9Nw7gz0rRoKLpihTBAAA'

Write-Output 'Done. Collect again, then: adreach plan check plan.json <source>'
