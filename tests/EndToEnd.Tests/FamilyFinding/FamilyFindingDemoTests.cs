using System.Text.RegularExpressions;

namespace Partnership.EndToEnd.Tests.FamilyFinding;

/// <summary>Two sisters from registration to panel, through their hub, the centre and the households' hubs, as <c>./partnership demo family-finding</c> shows it.</summary>
public sealed partial class FamilyFindingDemoTests(RunningStack stack)
{
    private const string Yes = "yes";
    private const string Nothing = "nothing there";
    private const string NotByRole = "not by role";

    [Fact]
    public async Task Demo_TwoSistersAndThreeHouseholds_ComeToPanelAndNobodySeesMoreThanTheStepAllows()
    {
        var (exitCode, output, errors) = await stack.CliAsync("demo", "family-finding");

        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, $"{exitCode}\n{output}\n{errors}");
        Assert.EndsWith("Ready for panel.", output.TrimEnd(), StringComparison.Ordinal);

        // What was taken back is closed within a second.
        Assert.InRange(int.Parse(Closed().Match(output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 0, 1000);

        // Registered; proposed; the three releases; the last taken back; at panel. Only the reader of a release sees what was released, while it is open.
        var tables = Tables(output);
        Assert.Equal(7, tables.Count);
        Assert.Equal(BeforeALink(others: 3), tables[0][1..]);
        Assert.Equal([.. BeforeALink(others: 2), Line("the link, both snapshots", Yes, Yes, Yes, Nothing, NotByRole)], tables[1][1..]);
        Assert.All(tables[2..5], released => Assert.Equal([.. tables[1][1..], .. OfARelease(isOpen: true)], released[1..]));
        Assert.All(tables[5..], closed => Assert.Equal([.. tables[1][1..], .. OfARelease(isOpen: false)], closed[1..]));

        // By name: the sisters' worker and family finder, the family finder of the household's council, that of a third, and the region's own office.
        var (home, household) = (Home().Match(output).Groups[1].Value, Household().Match(output).Groups[1].Value);
        Assert.All(tables[1..], table => Assert.StartsWith($"who sees: social.worker.{home} | family.finder.{home} | family.finder.{household} | family.finder.", table[0], StringComparison.Ordinal));
        Assert.All(tables, table => Assert.EndsWith(" | hub.operations", table[0], StringComparison.Ordinal));
    }

    private static List<string> BeforeALink(int others)
    {
        var theirs = Enumerable.Repeat(Nothing, others).ToArray();
        return
        [
            Line("the elder's record", [Yes, Yes, .. theirs, Nothing]),
            Line("her snapshot at the centre", [Yes, Yes, .. theirs, NotByRole]),
            Line("the list of households", [Yes, Yes, .. theirs, NotByRole]),
        ];
    }

    private static List<string> OfARelease(bool isOpen) =>
        [Line("the ledger's row", Yes, Yes, Yes, Nothing, NotByRole), Line("what was released", Nothing, Nothing, isOpen ? Yes : Nothing, Nothing, NotByRole)];

    private static string Line(string what, params IEnumerable<string> cells) => $"{what}: {string.Join(" | ", cells)}";

    /// <summary>The tables of who sees what, each line as its first cell and the others.</summary>
    private static List<List<string>> Tables(string output)
    {
        var tables = new List<List<string>>();
        var inTable = false;
        foreach (var line in output.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("who sees ", StringComparison.Ordinal))
            {
                tables.Add([]);
                inTable = true;
            }

            inTable &= line.Length > 0;
            if (inTable && !line.StartsWith('─'))
            {
                var cells = Gap().Split(line);
                tables[^1].Add(Line(cells[0], cells[1..]));
            }
        }

        return tables;
    }

    [GeneratedRegex(@"Closed to \S+ (\d+) ms")]
    private static partial Regex Closed();

    [GeneratedRegex(@"Two sisters of (\d{3})")]
    private static partial Regex Home();

    [GeneratedRegex(@"It is a household of (\d{3})")]
    private static partial Regex Household();

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Gap();
}
