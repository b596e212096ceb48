using System.Text.RegularExpressions;
using System.Xml.Linq;

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

        // Six children are enough to be told of; others' few may hide a council or a band beside them, never the region. What was spent was spent for two of them.
        Assert.Matches(@"  Region +[0-9]+ children, agreed +£[0-9,]+, spent +(£[0-9,]+|hidden), set apart +(£[0-9,]+|hidden)", output);
        Assert.Matches(@"Children by what is left of the fair access limit, by our applications: nothing left [^;]+; less than a third [^;]+; a third to two thirds [^;]+; two thirds or more ", output);
        Assert.Matches(@"  fund +received +£[0-9,]+, set apart +£[0-9,]+, paid +£[0-9,]+", output);
        Assert.Contains("region", PictureAt("The region's picture: (.+)"), StringComparison.Ordinal);
        Assert.Contains("council 894", PictureAt("The council's picture: (.+)"), StringComparison.Ordinal);

        string PictureAt(string line)
        {
            var picture = XDocument.Load(Regex.Match(output, line).Groups[1].Value.Trim()).Root!;
            Assert.Equal("svg", picture.Name.LocalName);
            return picture.Elements().Single(element => element.Name.LocalName == "title").Value;
        }
    }
}
