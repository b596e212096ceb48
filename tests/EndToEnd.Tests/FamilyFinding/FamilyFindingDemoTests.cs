using System.Text.RegularExpressions;

namespace Partnership.EndToEnd.Tests.FamilyFinding;

/// <summary>Two sisters from registration to panel, through their hub, the centre and the households' hubs, as <c>./partnership demo family-finding</c> shows it.</summary>
public sealed partial class FamilyFindingDemoTests(RunningStack stack)
{
    [Fact]
    public async Task Demo_TwoSistersAndThreeHouseholds_ComeToPanelAndNobodySeesMoreThanTheStepAllows()
    {
        var (exitCode, output, errors) = await stack.CliAsync("demo", "family-finding");

        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, $"{exitCode}\n{output}\n{errors}");
        Assert.EndsWith("Ready for panel.", output.TrimEnd(), StringComparison.Ordinal);

        // What was taken back is closed within a second.
        Assert.InRange(int.Parse(Closed().Match(output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 0, 1000);
    }

    [GeneratedRegex(@"Closed to \S+ (\d+) ms")]
    private static partial Regex Closed();
}
