using System.Xml.Linq;

namespace Partnership.Architecture.Tests;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<ProjectFile> Projects =>
        new[] { "src", "ServiceDefaults" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => ProjectFile.Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Partnership.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Partnership.sln was not found above the test's folder.");
    }
}

/// <summary>What one project refers to.</summary>
internal sealed record ProjectFile(string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static ProjectFile Read(string name, string xml)
    {
        var elements = XDocument.Parse(xml).Descendants().ToList();
        return new ProjectFile(
            name,
            [.. elements.Where(e => e.Name.LocalName == "ProjectReference").Select(e => Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value))],
            [.. elements.Where(e => e.Name.LocalName == "PackageReference").Select(e => e.Attribute("Include")!.Value)]);
    }
}
