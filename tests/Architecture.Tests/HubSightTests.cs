namespace Partnership.Architecture.Tests;

/// <summary>
/// Restricted records are hidden by a filter on every query of the hub's context. Statements of one's own go past it, so the files that
/// hold any are listed here: background work, and writes to a child whom the context has found before.
/// </summary>
public class HubSightTests
{
    private static readonly string[] Past = ["NpgsqlDataSource", "NpgsqlCommand", "NpgsqlBatch", "GetDbConnection", "SqlQuery", "ExecuteSql", "IgnoreQueryFilters"];

    private static readonly string[] Allowed =
    [
        // Imports, which take in every child.
        "Imports/ChildWrites.cs", "Imports/ChunkPreparer.cs", "Imports/ChunkTurn.cs", "Imports/ChunkWriter.cs", "Imports/DryRun.cs", "Imports/ImportBefore.cs", "Imports/ImportJob.cs", "Imports/ImportMap.cs", "Imports/ImportQueue.cs", "Imports/ImportWatch.cs",
        "Imports/PrioritySeen.cs", "Imports/SearchedChildren.cs", "Imports/StagedFileStream.cs", "Imports/StoredRows.cs", "Imports/UndoJob.cs", "Imports/UploadGroups.cs",

        // The pieces of an upload, of which no child is known yet.
        "Imports/StagedUpload.cs",

        // One child, found and locked through the context.
        "Children/EraseChild.cs", "Children/ForgetChildren.cs", "Milestones/ChildPlan.cs", "Milestones/GivenMilestones.cs", "PanelCases/CaseChange.cs",

        // Locks a family that the context finds; says again what was said, for nobody's request.
        "Support/SupportLedger.cs",

        // Locks children whom a request names, and reads nothing of them.
        "Support/KeepFamily.cs",

        // What the region is told of a restriction, whoever changed the child.
        "Restrictions/ToldRestriction.cs",

        // Nobody's request.
        "Audit/KeptAnchor.cs", "Identity/IdentitySweep.cs", "Imports/ImportExpiry.cs", "PanelCases/CaseWatch.cs", "PanelCases/ReadyCases.cs", "Persistence/MigrateHubs.cs", "Regional/DailySweep.cs", "Regional/FamilySweep.cs",
        "Regional/RaiseEpoch.cs", "Regional/RegionalStore.cs", "Regional/RepublishRegionalStateConsumer.cs", "Support/SupportSweep.cs", "Webhooks/WebhookDeliveries.cs",

        // The daily feed, which takes in every child, and what a request states to the region, whoever makes it.
        "Changes/PurgeChild.cs", "Changes/ReceiveChanges.cs", "Persistence/HubContexts.cs",

        // How far transactions have come, which says nothing of anybody.
        "Changes/ReadChanges.cs",

        // The sealed store, for a child or household that was found and locked through the context.
        "Regional/RegionalSession.cs",

        // Locks the households with which a child lives, has lived or is to live, and reads nothing of them.
        "Placements/EnterPlacement.cs",

        // What must look past the filter.
        "Restrictions/HiddenRecords.cs",
    ];

    [Fact]
    public void LocalityHub_StatementsPastTheFilter_AreInTheListedFilesAlone()
    {
        var hub = Path.Combine(Repository.Root, "src", "LocalityHub");
        var found = Directory.EnumerateFiles(hub, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(hub, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !file.Name.StartsWith("Persistence/Migrations/", StringComparison.Ordinal) && GoesPast(file.Text))
            .Select(file => file.Name);

        Assert.Equal(Allowed.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Statement_InAPlantedHandler_IsReported() => Assert.True(GoesPast("var rows = await db.Database.SqlQuery<Guid>($\"select id from child\").ToListAsync(ct);"));

    private static bool GoesPast(string text) => Past.Any(way => text.Contains(way, StringComparison.Ordinal));
}
