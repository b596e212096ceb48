using System.Collections.Frozen;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>
/// The rules whose break touches a child's plan or status. Such a child is held: kept with its findings, its last good state unchanged,
/// listed for a person to mend, so that (for one) a decision that was really reversed never leaves a child on a search for adopters.
/// A rejected row of Episodes or PlacedAdoption holds its child too. Every other break is a finding only.
/// </summary>
public static class HoldingRules
{
    private static readonly FrozenSet<string> Numbers =
        new[] { "199", "433", "501", "522", "525", "551", "552", "553", "554", "557", "563", "579", "583" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The numbers of the holding rules.</summary>
    public static IReadOnlyCollection<string> All => Numbers;

    /// <summary>Whether a break of this rule holds the child.</summary>
    public static bool Contains(string rule) => Numbers.Contains(rule);

    /// <summary>Whether a row that cannot be read holds the child that it names.</summary>
    public static bool Hold(RejectedRow row) => row.Table is Table.Episodes or Table.PlacedAdoption;

    /// <summary>The children to hold: those of a break of a holding rule, and those of an unreadable row that tells of their plan or status.</summary>
    public static IReadOnlySet<string> HeldChildren(IEnumerable<Finding> findings, IEnumerable<RejectedRow> rejected)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        held.UnionWith(findings.Where(finding => finding.Holds).Select(finding => finding.Child));
        held.UnionWith(rejected.Where(Hold).Select(row => row.Child).OfType<string>());
        return held;
    }
}
