/// <summary>What several resources are told alike.</summary>
internal static class ServiceSettings
{
    /// <summary>The region's councils as <c>Region__…</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithRegion(this IResourceBuilder<ProjectResource> project, Region region)
    {
        project.WithEnvironment("Region__Name", region.Name).WithEnvironment("Region__Title", region.Title);
        foreach (var (index, council) in region.Councils.Index())
        {
            var prefix = $"Region__Councils__{index}";
            project.WithEnvironment($"{prefix}__Code", council.Code).WithEnvironment($"{prefix}__Name", council.Name);
        }

        for (var team = 0; team < region.Teams.Count; team++)
        {
            project.WithEnvironment($"Region__Teams__{team}__Name", region.Teams[team].Name);
            for (var council = 0; council < region.Teams[team].Councils.Count; council++)
            {
                project.WithEnvironment($"Region__Teams__{team}__Councils__{council}", region.Teams[team].Councils[council]);
            }
        }

        return project;
    }

    /// <summary>
    /// The published lists that the operator has put into the data folder as <c>reference-lists/postcodes.csv</c> and <c>providers.xlsx</c> or
    /// <c>providers.csv</c>: one of each for all hubs. What is not there is not named, and the hub says which rules it did not check.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithReferenceLists(this IResourceBuilder<ProjectResource> project, IDistributedApplicationBuilder builder)
    {
        var data = builder.Configuration["LocalHosting:DataDirectory"] is { Length: > 0 } configured ? configured : Path.Combine("..", ".data");
        var folder = Path.Combine(Path.GetFullPath(data, builder.AppHostDirectory), "reference-lists");
        foreach (var (setting, name) in ((string, string)[])[("Postcodes", "postcodes.csv"), ("Providers", "providers.csv"), ("Providers", "providers.xlsx")])
        {
            var file = Path.Combine(folder, name);
            if (File.Exists(file))
            {
                project.WithEnvironment($"ReferenceLists__{setting}", file);
            }
        }

        return project;
    }

    /// <summary>Whose tokens to believe.</summary>
    public static IResourceBuilder<ProjectResource> WithAuthority(this IResourceBuilder<ProjectResource> project, ReferenceExpression authority) => project
        .WithEnvironment("Authentication__Authority", authority)
        .WithEnvironment("Authentication__Audience", "partnership");

    /// <summary>
    /// The environment's name, a small and frugal heap (many services share the machine), and for large regions telemetry
    /// that is sampled and sent every 30 s.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AsService(
        this IResourceBuilder<ProjectResource> project, IDistributedApplicationBuilder builder, Region region)
    {
        project
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
            .WithEnvironment("DOTNET_TieredPGO", "0")
            .WithEnvironment("DOTNET_gcConcurrent", "0")
            .WithEnvironment("DOTNET_GCgen0size", "400000"); // Hexadecimal: 4 MiB.
        if (region.Settings.LeanTelemetry)
        {
            project
                .WithEnvironment("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
                .WithEnvironment("OTEL_TRACES_SAMPLER_ARG", "0.1")
                .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "30000")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "30000")
                .WithEnvironment("OTEL_BLRP_SCHEDULE_DELAY", "30000");
        }

        return project;
    }
}
