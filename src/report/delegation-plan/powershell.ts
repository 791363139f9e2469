/** The scripts of a plan for PowerShell: to apply it, to take it back, to look whether it is applied. 7-bit ASCII, CRLF. */
import { encodeAce } from '../../descriptor/index.js';
import type { Ace } from '../../descriptor/types.js';
import { powershell } from '../encode/powershell.js';
import type { Order, ScriptObject, ScriptOrders } from './orders.js';
import { CHANGING, READING } from './powershell-library.js';

const NO_GUID = '00000000-0000-0000-0000-000000000000';

/** Of all scripts: no text of the directory stands in a comment. */
const CONFIRMED = `[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]`;
const SERVER = `    # Name of the domain controller to talk to; empty: any.\n    [string] $Server = ''`;

/** Adds first, checks, and removes then; refuses where the directory is not as the plan found it. */
export function applyScript({ objects, first, then }: ScriptOrders): string {
  return scriptOf([
    `# Applies a plan of adreach. plan.md, beside this file, says what it does and why.
# With -WhatIf it only tells what it would do. It stops at the first error; revert.ps1 takes back what is done.
${CONFIRMED}
param(
${SERVER},
    # Folder for the lists as they were before.
    [string] $Folder = $PSScriptRoot
)`,
    READING,
    CHANGING,
    dataOf(objects),
    `# Everything is looked at before anything is changed.
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
}`,
    `# What is added.\n${first.map(callOf).join('\n')}`,
    ...(then.length === 0
      ? []
      : [
          `# What was added is there before anything is removed.
if (-not $WhatIfPreference) {
${first.map((order) => `    ${assertOf(order)}`).join('\n')}
}`,
          `# What is removed.\n${then.map(callOf).join('\n')}`,
        ]),
    `Write-Output 'Done. Collect again, then: adreach plan check plan.json <source>'`,
  ]);
}

/** Puts back what was removed, then removes what was added. */
export function revertScript({ objects, back }: ScriptOrders): string {
  return scriptOf([
    `# Takes a plan of adreach back: what was removed is put back, then what was added is removed.
# With -WhatIf it only tells what it would do. What is there, or gone, already is left.
${CONFIRMED}
param(
${SERVER},
    # Writes the whole list, as the plan found it, where entries put back one by one do not bring it back.
    [switch] $Whole
)`,
    READING,
    CHANGING,
    dataOf(objects, true),
    back.map(callOf).join('\n'),
    `$different = 0
foreach ($each in $objects) {
    $name = ConvertTo-Shown $each.Dn
    $object = Get-PlanObject -Dn $each.Dn -Guid $each.Guid
    if ((Get-PlanList -Object $object).Hash -eq $each.Own) { continue }
    if ($Whole -and $PSCmdlet.ShouldProcess($name, 'Write the whole list as it was')) {
        $object.psbase.ObjectSecurity.SetSecurityDescriptorSddlForm($each.Sddl, [System.Security.AccessControl.AccessControlSections]::Access)
        $object.psbase.CommitChanges()
        Write-Output ('Written whole: ' + $name)
        continue
    }
    $different++
    Write-Warning ('The list of ' + $name + ' is not as it was: other entries, or another order. -Whole writes it as it was.')
}
if ($different -gt 0 -and -not $WhatIfPreference) { exit 1 }
Write-Output 'Done.'`,
  ]);
}

/** Changes nothing: tells what of the plan is there. */
export function checkScript({ objects, first, then }: ScriptOrders): string {
  return scriptOf([
    `# Looks whether a plan of adreach is applied. Changes nothing. Ends with 1 where it is not, or not wholly.
# Whether its promises are kept, adreach plan check tells.
[CmdletBinding()]
param(
${SERVER}
)`,
    READING,
    dataOf(objects),
    `$missing = 0
function Test-PlanEntry {
    param([int] $Number, [string] $Ace, [bool] $There)
    $object = Get-PlanObject -Dn $objects[$Number].Dn -Guid $objects[$Number].Guid
    if ((Get-PlanList -Object $object).Own.Contains($Ace) -eq $There) { return }
    $script:missing++
    $what = 'an entry is missing'
    if (-not $There) { $what = 'an entry is still there' }
    Write-Output ((ConvertTo-Shown $objects[$Number].Dn) + ': ' + $what)
}
function Test-PlanMember {
    param([string] $Group, [string] $Member, [bool] $There)
    if ((Test-PlanMembership -Group $Group -Member $Member) -eq $There) { return }
    $script:missing++
    Write-Output ((ConvertTo-Shown $Group) + ': a membership is not as planned')
}`,
    [...first, ...then].map(testOf).join('\n'),
    `if ($missing -gt 0) { exit 1 }\nWrite-Output 'All that the plan adds is there, and all that it removes is gone.'`,
  ]);
}

function scriptOf(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`.replaceAll('\n', '\r\n');
}

function dataOf(objects: readonly ScriptObject[], whole = false): string {
  const rows = objects.map(({ dn, guid, ownHash, sddl }) => {
    const list = whole ? `; Sddl = ${powershell(sddl)}` : '';
    return `    @{ Dn = ${powershell(dn)}; Guid = ${powershell(guid ?? '')}; Own = ${powershell(ownHash)}${list} }`;
  });
  return [
    `# The objects whose lists are changed: name, objectGUID, hash of their own entries before${whole ? ', the list before' : ''}.`,
    '$objects = @(',
    ...rows,
    ')',
  ].join('\n');
}

/** A call that changes something. */
function callOf(order: Order): string {
  if ('group' in order) {
    const command = order.do === 'add-member' ? 'Add-PlanMember' : 'Remove-PlanMember';
    return `${command} -Group ${powershell(order.group)} -Member ${powershell(order.member)}`;
  }
  const { sid, mask, inheritance, objectType, inheritedObjectType } = order.rule;
  return [
    order.do === 'add-entry' ? 'Add-PlanEntry' : 'Remove-PlanEntry',
    `-Number ${order.object}`,
    `-Sid ${powershell(sid)}`,
    `-Rights 0x${mask.toString(16)}`,
    `-Inheritance ${powershell(inheritance)}`,
    `-ObjectType ${powershell(objectType ?? NO_GUID)}`,
    `-InheritedObjectType ${powershell(inheritedObjectType ?? NO_GUID)}`,
    `-Ace ${powershell(bytesOf(order.ace))}`,
  ].join(' ');
}

/** Stops where something that was added is not there. */
function assertOf(order: Order): string {
  if ('group' in order)
    return `if (-not (Test-PlanMembership -Group ${powershell(order.group)} -Member ${powershell(order.member)})) { throw 'A membership that was added is not there.' }`;
  const { object } = order;
  return `if (-not (Get-PlanList -Object (Get-PlanObject -Dn $objects[${object}].Dn -Guid $objects[${object}].Guid)).Own.Contains(${powershell(bytesOf(order.ace))})) { throw 'An entry that was added is not there.' }`;
}

function testOf(order: Order): string {
  const there = order.do.startsWith('add') ? '$true' : '$false';
  if ('group' in order)
    return `Test-PlanMember -Group ${powershell(order.group)} -Member ${powershell(order.member)} -There ${there}`;
  return `Test-PlanEntry -Number ${order.object} -Ace ${powershell(bytesOf(order.ace))} -There ${there}`;
}

/** The entry as it is stored, in base64. */
function bytesOf(ace: Ace): string {
  return Buffer.from(encodeAce(ace)).toString('base64');
}
