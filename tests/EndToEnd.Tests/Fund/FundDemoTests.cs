namespace Partnership.EndToEnd.Tests.Fund;

/// <summary>The support fund from need to outcome, through every service that has a part in it, as <c>./partnership demo fund</c> shows it.</summary>
public sealed class FundDemoTests(RunningStack stack)
{
    [Fact]
    public async Task Demo_SiblingGroupAcrossAChangeOfRules_ComesToItsOutcome()
    {
        var (exitCode, output, errors) = await stack.CliAsync("demo", "fund", "--council", "894");

        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, $"{exitCode}\n{output}\n{errors}");
        Assert.Contains("The identity guard finds a name of 4 letters at 0", output, StringComparison.Ordinal);
        Assert.Contains("limit.fair-access", output, StringComparison.Ordinal);
        Assert.Contains("the fund is asked for £5,000, the council pays £1,000. Nothing stands in its way.", output, StringComparison.Ordinal);
        Assert.Contains("the fund's statement: matched", output, StringComparison.Ordinal);
        Assert.Contains("The picture:", output, StringComparison.Ordinal);
    }
}
