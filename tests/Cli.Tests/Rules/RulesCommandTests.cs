using Partnership.Cli.Rules;

namespace Partnership.Cli.Tests.Rules;

public class RulesCommandTests
{
    [Fact]
    public async Task Rules_PageOfTheRepository_IsWhatTheCodeSays()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "rules.md"), TestContext.Current.CancellationToken);

        Assert.True(page == RulePages.All(), "docs/rules.md is stale: ./partnership rules > docs/rules.md");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partnership.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Partnership.sln was not found above the test's folder.");
        }

        return folder.FullName;
    }
}
