using System.Globalization;
using System.Text;
using Partnership.Statutory.Panels;
using static Partnership.Statutory.Tests.GeneratedPage;

namespace Partnership.Statutory.Tests.Panels;

/// <summary>docs/panel-rules.md is made from the rules.</summary>
public sealed class PanelRulesPageTests
{
    [Fact]
    public void PanelRulesPage_EqualsTheRules() => GeneratedPage.AssertEquals("panel-rules.md", Page());

    private static string Page()
    {
        var page = new StringBuilder("""
            # Panel rules

            Made from the rules in `src/Statutory/Panels`; a test holds this page equal to them. [Clocks](clocks.md) has the times. Rules are data with dates: a change of the law is a new
            version, and a case that was raised under an old route keeps it.

            ## Routes

            A qualifying determination (a proposal first, then representations or an independent review, then a second decision) is of suitability alone.

            | kind | panel | law of | decides each child | qualifying determination | told | source | since |
            |---|---|---|---|---|---|---|---|

            """);
        foreach (var route in CaseRoutes.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{Kebab(route.Kind)}` {route.Title} | {Words(route.Panel)} | {Words(route.Strand)} | {Yes(route.DecidesEachChild)} | {Yes(route.HasQualifyingDetermination)} ")
                .Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", route.Recipients.Select(each => route.ToldOfYesAlone.Contains(each) ? $"{Words(each)} (of a yes)" : Words(each)))} | {route.Source} | {route.From:yyyy-MM-dd} |\n");
        }

        page.Append("""

            ## Gates

            A hard gate blocks with its citation; nobody overrides it. Where the law itself knows an exception, it is listed; there are no others.

            | gate | stands before | of | force | source | exceptions | since |
            |---|---|---|---|---|---|---|

            """);
        foreach (var gate in CaseGates.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{Kebab(gate.Code)}` {gate.Title} | {Words(gate.Stage)} | {string.Join(", ", gate.Kinds.Select(kind => $"`{Kebab(kind)}`"))} | {Words(gate.Force)} ")
                .Append(CultureInfo.InvariantCulture, $"| {gate.Source} | {string.Join("; ", gate.Exceptions.Select(each => $"{Words(each.Exception)} ({each.Source})"))} | {gate.From:yyyy-MM-dd} |\n");
        }

        page.Append("""

            ## Quorum

            Different people fill the seats: the chair or a vice chair, a social worker, and the others. Who has declared a conflict and left does not
            count for the item. The medical adviser is not counted at all. When whoever presides is not independent, another member must be.

            | panel | seats | quorum | source | sure | since |
            |---|---|---|---|---|---|

            """);
        foreach (var rule in PanelConstitutions.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {(rule.IsJoint ? "joint " : "")}{Words(rule.Strand)} | chair or vice chair, social worker of {rule.SocialWorkerYears} years, {rule.OtherMembers} others ")
                .Append(CultureInfo.InvariantCulture, $"| {rule.Quorum} | {rule.Source} | {rule.Confidence.ToString()[0]} | {rule.From:yyyy-MM-dd} |\n");
        }

        page.Append("""

            ## Independence

            Computed from facts with dates. A region or council may add months to cool off after a fact has ended; the law has none but the adoptive parent's.

            | not independent: | panels | months after its end | source | sure | since |
            |---|---|---|---|---|---|

            """);
        foreach (var rule in Independence.Rules)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {Words(rule.Fact)} | {string.Join(", ", rule.Strands.Select(each => Words(each)))} | {rule.EndsAfterMonths} | {rule.Source} | {rule.Confidence.ToString()[0]} | {rule.From:yyyy-MM-dd} |\n");
        }

        return page.ToString();
    }

    private static string Yes(bool value) => value ? "yes" : "no";
}
