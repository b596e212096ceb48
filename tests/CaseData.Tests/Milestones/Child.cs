using System.Globalization;
using Partnership.CaseData.Milestones;

namespace Partnership.CaseData.Tests.Milestones;

/// <summary>
/// Writes an invented child's returns in short: one line an episode, <c>2021-05-01 S C1 U4 home</c> (DECOM, RNE, LS, PLACE, carer),
/// and at the end <c>E11 2023-06-01</c> to close the last one. Episodes in between are chained with X1.
/// </summary>
internal static class Child
{
    internal const int ReturnYear = 2025;

    internal static ChildMilestones Derived(string lines, string? decisions = null, string? match = null, bool? fostered = null, string? entered = null) =>
        ChildMilestones.Derive(Facts(lines, decisions, match, fostered), Entered(entered));

    internal static ChildFacts Facts(string lines, string? decisions = null, string? match = null, bool? fostered = null, int year = ReturnYear) =>
        ChildFacts.Merge(Episodes(lines, year), Decisions(decisions, year), match is null && fostered is null
            ? []
            : [new Ad1Facts(null, match is null ? null : Day(match), fostered, 1, year)]);

    internal static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static List<EpisodeFacts> Episodes(string lines, int year = ReturnYear)
    {
        var episodes = new List<EpisodeFacts>();
        foreach (var words in lines.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(' ')))
        {
            if (words[0].StartsWith('E'))
            {
                episodes[^1] = episodes[^1] with { Dec = Day(words[1]), Rec = words[0] };
                continue;
            }

            var decom = Day(words[0]);
            if (episodes.Count > 0 && episodes[^1].Dec is null)
            {
                episodes[^1] = episodes[^1] with { Dec = decom, Rec = "X1" };
            }

            episodes.Add(new EpisodeFacts(decom, null, words[1], words[2], words[3], null, words[4], words[4], episodes.Count + 1, year));
        }

        return episodes;
    }

    internal static IEnumerable<DecisionFacts> Decisions(string? text, int year = ReturnYear) => (text ?? string.Empty)
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select((decision, index) =>
        {
            var words = decision.Split(' ');
            return new DecisionFacts(Day(words[0]), words.Length > 1 ? Day(words[1]) : null, words.Length > 1 ? "RD1" : null, index + 1, year);
        });

    internal static IEnumerable<EnteredMilestone> Entered(string? text) => (text ?? string.Empty)
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(entry =>
        {
            var words = entry.Split(' ');
            return new EnteredMilestone(
                Enum.Parse<MilestoneKind>(words[0]), Day(words[1]), words.Length > 2 ? Enum.Parse<MilestoneSource>(words[2]) : MilestoneSource.Hand);
        });
}
