using System.Text.RegularExpressions;

namespace Partnership.Statutory.Tests;

/// <summary>A page of docs/ that is made from the rules.</summary>
internal static partial class GeneratedPage
{
    private const string Write = "PARTNERSHIP_WRITE_DOCS";

    /// <summary>Demands that the page says what the rules say; with the variable set, writes it first.</summary>
    internal static void AssertEquals(string name, string expected)
    {
        var path = Path.Combine(Root(), "docs", name);
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(expected == File.ReadAllText(path), $"docs/{name} is stale. Run this test with {Write}=1 and look at what changed.");
    }

    internal static string Words(object name) => Humps().Replace(name.ToString()!, " ").ToLowerInvariant();

    internal static string Kebab(object name) => Humps().Replace(name.ToString()!, "-").ToLowerInvariant();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Partnership.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Humps();
}
