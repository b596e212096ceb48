namespace Partnership.Architecture.Tests;

public class ReferenceTests
{
    private static readonly string[] Services = ["Gateway", "LocalityHub", "CentralHub", "PanelScheduling", "AdoptionSupportFund", "DevIdentity"];
    private static readonly string[] Shared = ["Contracts", "Statutory", "CaseData", "ServiceDefaults"];

    [Fact]
    public void Services_ReferenceOnlyTheSharedLibraries()
    {
        Assert.Contains(Repository.Projects, project => project.Name == "LocalityHub");
        Assert.Empty(Repository.Projects.SelectMany(Breaks));
    }

    [Theory]
    [InlineData("CentralHub", "../LocalityHub/LocalityHub.csproj")]
    [InlineData("Gateway", "../CentralHub/CentralHub.csproj")]
    [InlineData("Contracts", "../Statutory/Statutory.csproj")]
    [InlineData("Simulator", "../CaseData/CaseData.csproj")]
    [InlineData("Statutory", "../../ServiceDefaults/ServiceDefaults.csproj")]
    [InlineData("Matching", "../CaseData/CaseData.csproj")]
    [InlineData("LocalityHub", "../Matching/Matching.csproj")]
    public void Services_PlantedReference_IsReported(string project, string reference)
    {
        var planted = ProjectFile.Read(project, $"<Project><ItemGroup><ProjectReference Include=\"{reference}\" /></ItemGroup></Project>");

        Assert.NotEmpty(Breaks(planted));
    }

    [Fact]
    public void Contracts_PlantedPackage_IsReported() =>
        Assert.NotEmpty(Breaks(ProjectFile.Read("Contracts", "<Project><ItemGroup><PackageReference Include=\"MassTransit\" /></ItemGroup></Project>")));

    [Fact]
    public void MassTransit_IsPinnedBelowNine()
    {
        var versions = ProjectVersions(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props")));

        Assert.All(versions, version => Assert.StartsWith("[8.", version, StringComparison.Ordinal));
        Assert.NotEmpty(versions);
    }

    /// <summary>What a project refers to that it may not.</summary>
    private static IEnumerable<string> Breaks(ProjectFile project)
    {
        // The simulator must not know the rules and derivations that are tested against what it makes.
        string[]? allowed = project.Name switch
        {
            "Contracts" or "Statutory" or "Simulator" or "LocalHosting" => [],
            "CaseData" => ["Statutory", "Contracts"],
            "ServiceDefaults" or "Provision" or "Matching" => ["Contracts"],
            "CentralHub" => [.. Shared, "Matching"],
            _ when Services.Contains(project.Name) => Shared,
            _ => null,
        };

        var references = allowed is null ? [] : project.Projects.Except(allowed).Select(reference => $"{project.Name} → {reference}");
        var packages = project.Name is "Contracts" or "Statutory" or "Matching" ? project.Packages.Select(package => $"{project.Name} → {package}") : [];
        return references.Concat(packages);
    }

    private static List<string> ProjectVersions(string props) =>
        [.. System.Xml.Linq.XDocument.Parse(props).Descendants("PackageVersion")
            .Where(e => e.Attribute("Include")!.Value.StartsWith("MassTransit", StringComparison.Ordinal))
            .Select(e => e.Attribute("Version")!.Value)];
}
