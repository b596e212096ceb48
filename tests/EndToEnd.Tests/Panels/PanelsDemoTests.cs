namespace Partnership.EndToEnd.Tests.Panels;

/// <summary>An approval and a match from their gates to decisions that are told, between two hubs, panel scheduling and the centre, as <c>./partnership demo panels</c> shows it.</summary>
public sealed class PanelsDemoTests(RunningStack stack)
{
    [Fact]
    public async Task Demo_OneApprovalAndOneMatch_AreDecidedAndToldAndEveryClockEnds()
    {
        var (exitCode, output, errors) = await stack.CliAsync("demo", "panels");

        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, $"{exitCode}\n{output}\n{errors}");
        Assert.EndsWith("Decided, and everybody told.", output.TrimEnd(), StringComparison.Ordinal);

        // Each gate said by its code and its law, both cases came to their end, and the picture is there.
        Assert.Contains("gate.stage-one-complete", output, StringComparison.Ordinal);
        Assert.Contains("gate.report-received-by-adopters", output, StringComparison.Ordinal);
        Assert.Contains("regulation 31", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("    closed; clocks:").Length - 1);
        Assert.DoesNotContain("overdue", output, StringComparison.Ordinal);
    }
}
