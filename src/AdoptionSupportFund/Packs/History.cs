using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>Plays decided applications through another year's rules. Pure.</summary>
internal static class History
{
    /// <summary>What would have stopped each application that the pack would have, as codes, in the order given, each child's money running down as they come.</summary>
    public static IReadOnlyList<(ApplicationFacts Application, IReadOnlyList<string> Codes)> Stopped(IEnumerable<ApplicationFacts> decided, RulePack pack, Rulebook rules)
    {
        var used = new Dictionary<(Guid, YearEnded), Use>();
        var stopped = new List<(ApplicationFacts, IReadOnlyList<string>)>();
        foreach (var application in decided)
        {
            var moved = Move(application, pack.Year.Year - YearEnded.Of(application.AppliedOn).Year) with { Used = used };
            var codes = ApplicationChecks.Of(moved, rules)
                .Where(finding => finding.Rule?.StartsWith(pack.Title + " ", StringComparison.Ordinal) is true && FindingBook.Kinds[finding.Code].Severity == Severity.Blocks)
                .Select(finding => finding.Code).Distinct().ToList();
            if (codes.Count > 0)
            {
                stopped.Add((application, codes));
                continue;
            }

            foreach (var (key, use) in Asked.By(moved, rules))
            {
                used[key] = used.GetValueOrDefault(key) + use;
            }
        }

        return stopped;
    }

    /// <summary>The same application so many years later: its days, its assessments' and the children's years of birth.</summary>
    private static ApplicationFacts Move(ApplicationFacts application, int years) => application with
    {
        AppliedOn = application.AppliedOn.AddYears(years),
        Children =
        [
            .. application.Children.Select(child => child with
            {
                BornIn = new YearEnded(child.BornIn.Year + years),
                Assessment = child.Assessment is { } assessment ? assessment with { AssessedOn = assessment.AssessedOn.AddYears(years) } : null,
            }),
        ],
        Lines = [.. application.Lines.Select(line => line with { Starts = line.Starts.AddYears(years), Ends = line.Ends.AddYears(years) })],
        Others = [],
    };
}
