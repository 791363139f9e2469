/** The scripts of a plan for PowerShell: to apply it, to take it back, to look whether it is applied. 7-bit ASCII, CRLF. */
import { encodeAce } from '../../descriptor/index.js';
import type { Ace } from '../../descriptor/types.js';
import { parentDn, rdnText } from '../../names/dn.js';
import { powershell } from '../encode/powershell.js';
import type { MakeOrder, Order, ScriptObject, ScriptOrders } from './orders.js';
import { CHANGING, ENTRY_BYTES, MAKERS, MAKING, READING } from './powershell-library.js';

const NO_GUID = '00000000-0000-0000-0000-000000000000';

/** Of all scripts: no text of the directory stands in a comment. */
const CONFIRMED = `[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]`;
const SERVER = `    # Name of the domain controller to talk to; empty: one of the domain.\n    [string] $Server = ''`;

/** Adds first, checks, and removes then; refuses where the directory is not as the plan found it. */
export function applyScript(orders: ScriptOrders): string {
  const { first, then, makes, makeMembers, variables } = orders;
  const call = (order: Order) => callOf(order, variables);
  const assert = (order: Order) => assertOf(order, variables);
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
    serverOf(orders),
    ENTRY_BYTES,
    CHANGING,
    ...(makes.length === 0 ? [] : [MAKING, MAKERS]),
    dataOf(orders),
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
    ...(makes.length === 0
      ? []
      : [
          [
            '# What is not there yet is made.',
            "foreach ($each in $made) { if (Test-PlanExists -Dn $each) { throw ((ConvertTo-Shown $each) + ' is there already. Make a new plan.') } }",
            ...(makes.some(({ made }) => made.what === 'account') ? ['Test-PlanKey'] : []),
            ...makes.map(makerOf),
            ...makeMembers.map(call),
          ].join('\n'),
        ]),
    `# What is added.\n${first.map(call).join('\n')}`,
    ...(then.length === 0
      ? []
      : [
          `# What was added is there before anything is removed.
if (-not $WhatIfPreference) {
${first
  .filter((order) => order.do.startsWith('add'))
  .map((order) => `    ${assert(order)}`)
  .join('\n')}
}`,
          `# What is removed.\n${then.map(call).join('\n')}`,
        ]),
    `Write-Output 'Done. Collect again, then: adreach plan check plan.json <source>'`,
  ]);
}

/** Puts back what was removed, then removes what was added. */
export function revertScript(orders: ScriptOrders): string {
  const { back, makes, variables } = orders;
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
    serverOf(orders),
    ENTRY_BYTES,
    CHANGING,
    ...(makes.length === 0 ? [] : [MAKING]),
    dataOf(orders, true),
    ...(makes.length === 0
      ? []
      : [`# What was made stays: it has no rights then. Delete it by hand.\n${makes.map(sidOf).join('\n')}`]),
    back.map((order) => callOf(order, variables)).join('\n'),
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
export function checkScript(orders: ScriptOrders): string {
  const { first, then, makes, makeMembers, variables } = orders;
  return scriptOf([
    `# Looks whether a plan of adreach is applied. Changes nothing. Ends with 1 where it is not, or not wholly.
# Whether its promises are kept, adreach plan check tells.
[CmdletBinding()]
param(
${SERVER}
)`,
    READING,
    serverOf(orders),
    ...(makes.length === 0 ? [] : [MAKING, ENTRY_BYTES]),
    dataOf(orders),
    ...(makes.length === 0 ? [] : [makes.map(sidOf).join('\n')]),
    `$missing = 0
function Test-PlanEntry {
    param([int] $Number, [string] $Ace, [bool] $There)
    $object = Get-PlanObject -Dn $objects[$Number].Dn -Guid $objects[$Number].Guid
    $own = (Get-PlanList -Object $object).Own
    if ($There) { if (Test-PlanOwn -Own $own -Ace $Ace) { return } } elseif (-not $own.Contains($Ace)) { return }
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
    [...makeMembers, ...first, ...then].map((order) => testOf(order, variables)).join('\n'),
    `if ($missing -gt 0) { exit 1 }\nWrite-Output 'All that the plan adds is there, and all that it removes is gone.'`,
  ]);
}

function scriptOf(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`.replaceAll('\n', '\r\n');
}

function serverOf({ domainName }: ScriptOrders): string {
  return `if ($Server -eq '') { $Server = Get-PlanServer -Domain ${powershell(domainName)} }`;
}

function dataOf({ objects, makes }: ScriptOrders, whole = false): string {
  const rows = objects.map(({ dn, guid, ownHash, sddl }: ScriptObject) => {
    const list = whole ? `; Sddl = ${powershell(sddl)}` : '';
    return `    @{ Dn = ${powershell(dn)}; Guid = ${powershell(guid ?? '')}; Own = ${powershell(ownHash)}${list} }`;
  });
  return [
    `# The objects whose lists are changed: name, objectGUID, hash of their own entries before${whole ? ', the list before' : ''}.`,
    '$objects = @(',
    ...rows,
    ')',
    '# What is made first.',
    `$made = @(${makes.map(({ made }) => powershell(made.dn)).join(', ')})`,
  ].join('\n');
}

/** A call that makes something, and keeps its SID. */
function makerOf({ made, variable }: MakeOrder): string {
  const parent = parentDn(made.dn) ?? '';
  const common = `-Dn ${powershell(made.dn)} -Parent ${powershell(parent)}`;
  const name = `-SamAccountName ${powershell(made.samAccountName)}`;
  if (made.what !== 'account')
    return `${variable} = New-PlanGroup ${common} -Name ${powershell(rdnText(made.dn))} ${name}`;
  const own = `-DnsHostName ${powershell(made.dnsHostName)} -Hosts ${powershell(made.hosts)} -Interval ${made.interval}`;
  return `${variable} = New-PlanAccount ${common} -Name ${powershell(made.samAccountName.slice(0, -1))} ${name} ${own}`;
}

function sidOf({ made, variable }: MakeOrder): string {
  return `${variable} = Get-PlanSid -Dn ${powershell(made.dn)}`;
}

type Variables = ScriptOrders['variables'];

/** What rule an entry is, in the parameters of a call. */
function ruleOf({ rule, ace }: Extract<Order, { readonly rule: unknown }>, variables: Variables): string {
  const { sid, mask, inheritance, objectType, inheritedObjectType } = rule;
  const variable = variables.get(sid);
  return [
    `-Sid ${variable ?? powershell(sid)}`,
    `-Rights 0x${mask.toString(16)}`,
    `-Inheritance ${powershell(inheritance)}`,
    `-ObjectType ${powershell(objectType ?? NO_GUID)}`,
    `-InheritedObjectType ${powershell(inheritedObjectType ?? NO_GUID)}`,
    `-Ace ${variable === undefined ? powershell(bytesOf(ace)) : "''"}`,
  ].join(' ');
}

/** The bytes of an entry, as a value. */
function entryOf(order: Extract<Order, { readonly rule: unknown }>, variables: Variables): string {
  if (!variables.has(order.rule.sid)) return powershell(bytesOf(order.ace));
  return `(Get-PlanAce ${ruleOf(order, variables).replace(/ -Ace ''$/, '')})`;
}

/** A call that changes something. */
function callOf(order: Order, variables: Variables): string {
  if ('group' in order) {
    const command = order.do === 'add-member' ? 'Add-PlanMember' : 'Remove-PlanMember';
    return `${command} -Group ${powershell(order.group)} -Member ${powershell(order.member)}`;
  }
  const command = order.do === 'add-entry' ? 'Add-PlanEntry' : 'Remove-PlanEntry';
  return `${command} -Number ${order.object} ${ruleOf(order, variables)}`;
}

/** Stops where something that was added is not there. */
function assertOf(order: Order, variables: Variables): string {
  if ('group' in order)
    return `if (-not (Test-PlanMembership -Group ${powershell(order.group)} -Member ${powershell(order.member)})) { throw 'A membership that was added is not there.' }`;
  const { object } = order;
  return `if (-not (Test-PlanOwn -Own (Get-PlanList -Object (Get-PlanObject -Dn $objects[${object}].Dn -Guid $objects[${object}].Guid)).Own -Ace ${entryOf(order, variables)})) { throw 'An entry that was added is not there.' }`;
}

function testOf(order: Order, variables: Variables): string {
  const there = order.do.startsWith('add') ? '$true' : '$false';
  if ('group' in order)
    return `Test-PlanMember -Group ${powershell(order.group)} -Member ${powershell(order.member)} -There ${there}`;
  return `Test-PlanEntry -Number ${order.object} -Ace ${entryOf(order, variables)} -There ${there}`;
}

/** The entry as it is stored, in base64. */
function bytesOf(ace: Ace): string {
  return Buffer.from(encodeAce(ace)).toString('base64');
}
