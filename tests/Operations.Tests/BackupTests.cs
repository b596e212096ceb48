using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Partnership.TestSupport;

namespace Partnership.Operations.Tests;

/// <summary>
/// A region is backed up, goes on working, loses a council's hub twice and gets it back while the other works on; another region, empty and
/// encrypted, becomes what the first was.
/// </summary>
[TestCaseOrderer(typeof(InOrder))]
public sealed partial class BackupTests(TwoRegions regions)
{
    // Each look is a program started.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // What the region has to hold for the restore of money, panels and links to be shown.
    private static readonly Dictionary<string, string[]> Worth = new()
    {
        ["support_fund"] = ["public.application", "public.purchase_order", "public.invoice", "public.claim", "public.claim_item", "public.statement_line", "public.posting"],
        ["panel_scheduling"] = ["public.panel_case", "public.agenda_item", "public.decision", "public.held_notice"],
        ["central_hub"] = ["public.child_profile", "public.household_offer", "public.link", "public.link_step"],
        ["locality_hub_893"] = ["public.panel_case", "public.case_item", "public.case_decision", "public.family_link"],
    };

    private const string Swept = "select swept_on is not null from hub_state";

    private static IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> _backedUp = null!;
    private static string _figures = "";
    private static Guid _backup;

    [Fact]
    public async Task A_Backup_OfAWorkingRegion_IsSealedWholeAndItsOwnersAlone()
    {
        var region = regions.Worked;
        _figures = await FiguresAsync(region);
        await regions.SettledAsync(region);
        _backedUp = await ContentAsync(region);

        var (exitCode, output) = await region.CliAsync("backup", regions.Backup, "--passphrase-file", regions.PassphraseFile);

        Assert.True(exitCode == 0, output);
        _backup = Guid.Parse(BackupId().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(
            ["README.txt", "central_hub.sealed", "locality_hub_893.sealed", "locality_hub_894.sealed", "manifest.sealed", "panel_scheduling.sealed", "support_fund.sealed"],
            Directory.GetFiles(regions.Backup).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(regions.Backup), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));

        // A local id that is in the database is in no file.
        var child = await region.AskAsync<string>("locality_hub_893", "select local_id from child order by id limit 1");
        Assert.All(Directory.GetFiles(regions.Backup), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(child)) < 0, file));
    }

    [Fact]
    public async Task B_Restore_OfADamagedBackup_ChangesNothing()
    {
        var region = regions.Empty;
        var damaged = regions.PathOf("damaged");
        Directory.CreateDirectory(damaged);
        foreach (var file in Directory.GetFiles(regions.Backup))
        {
            File.Copy(file, Path.Combine(damaged, Path.GetFileName(file)));
        }

        // In its last byte: everything before comes out well.
        var hub = Path.Combine(damaged, "locality_hub_894.sealed");
        var bytes = await File.ReadAllBytesAsync(hub, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(hub, bytes, TestContext.Current.CancellationToken);

        // The only thing that an idle hub changes by itself: the day that it has looked at.
        await Eventually.TrueAsync(
            async () => await region.AskAsync<bool>("locality_hub_893", Swept) && await region.AskAsync<bool>("locality_hub_894", Swept), "the first sweep");
        var before = await ContentAsync(region);

        var (exitCode, output) = await region.CliAsync("restore", damaged, "--passphrase-file", regions.PassphraseFile);

        Assert.True(exitCode == 2, output);
        Assert.Contains("'locality_hub_894' is damaged", output, StringComparison.Ordinal);
        foreach (var (database, content) in await ContentAsync(region))
        {
            Same(before[database], content, ChangedOnPurpose.InNothing);
        }

        Assert.Equal(0L, await region.AskAsync<long>("postgres", "select count(*) from pg_database where datname like '%restoring' or datname like '%set_aside%'"));
        Assert.All(OperatedRegion.Councils, council => Assert.Equal(1, StartsOf(region, council)));
    }

    [Fact]
    public async Task C_Restore_IntoAnEmptyEncryptedRegion_EveryTableAndFigureIsThere()
    {
        var region = regions.Empty;

        var (exitCode, output) = await region.CliAsync("restore", regions.Backup, "--passphrase-file", regions.PassphraseFile);

        Assert.True(exitCode == 0, output);
        Assert.Contains("every table compared", output, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        await regions.SettledAsync(region);

        // Money, panels and links, as those who know of them say to one another: what is said again has been heard then.
        await TwoRegions.ReckonAsync(region);
        var restored = await ContentAsync(region);
        Same(_backedUp, restored);
        foreach (var council in OperatedRegion.Councils)
        {
            var database = $"locality_hub_{council}";

            // Each reference is there, of the same child and saying the same. Identities apart (17): hubs state them at their start, so the restored one may have stated
            // more; and answers about households apart (6): the other region asks anew, by its own names for areas, which its households' home areas have too.
            const string References =
                """
                select coalesce(string_agg(concat_ws('|', reference, child_id, purpose, year, regexp_replace(content, '"homeArea":"[^"]*"', ''), tombstoned_at), ',' order by reference), '')
                from sealed.regional_reference where purpose not in (6, 17)
                """;
            const string Identities = "select coalesce(array_agg(reference), '{}') from sealed.regional_reference where purpose = 17";
            Assert.Equal(await regions.Worked.AskAsync<string>(database, References), await region.AskAsync<string>(database, References));
            Assert.Empty((await regions.Worked.AskAsync<Guid[]>(database, Identities)).Except(await region.AskAsync<Guid[]>(database, Identities)));
            Assert.Equal(2, await region.AskAsync<int>(database, "select epoch from hub_state"));
            Assert.Equal(
                (true, true),
                (await MayConnectAsync(region, database, $"locality_hub_{council}"), !await MayConnectAsync(region, database, $"locality_hub_{(council == "893" ? "894" : "893")}")));
        }

        Assert.Equal(_figures, await FiguresAsync(region));

        // Whether a household may live where it does is known again of each that it was known of, by the other region's names for areas.
        const string Answers = "select coalesce(string_agg(concat_ws(' ', child, household, possible), ',' order by child, household), '') from candidate_question where withdrawn_at is null";
        var answered = await regions.Worked.AskAsync<string>("central_hub", Answers);
        Assert.NotEqual("", answered);
        await Eventually.AssertAsync(async () => Assert.Equal(answered, await region.AskAsync<string>("central_hub", Answers)));

        // And there was something of each.
        foreach (var (database, tables) in Worth)
        {
            Assert.All(tables, table => Assert.True(_backedUp[database][table].Count > 0, $"{database} had nothing in {table}: this test shows nothing of it"));
        }

        // The trail is as long as it was told to be, and says itself that it was restored.
        await Eventually.AssertAsync(async () =>
        {
            var (verified, said) = await region.CliAsync("audit", "verify", "--council", "893");
            Assert.True(verified == 0, said);
            Assert.Contains($"restored from the backup {_backup}", said, StringComparison.Ordinal);
        }, pause: Look);
    }

    [Fact]
    public async Task D_Restore_OfOneCouncil_TheOtherWorksOnWithoutAnError()
    {
        var region = regions.Worked;

        // After the backup 893 goes on: another year's return, of which the region hears. All of that is going to be lost.
        await regions.Imports.RunAsync("893", 2025, CancellationToken.None);
        await regions.SettledAsync(region);
        var later = await region.AskAsync<Guid[]>("central_hub", "select array_agg(reference) from regional_state where council = 893");
        await AnchoredAsync(region);
        using var stop = new CancellationTokenSource();
        var neighbour = NeighbourAsync(region, stop.Token);

        var (exitCode, output) = await region.CliAsync("restore", regions.Backup, "--council", "893", "--passphrase-file", regions.PassphraseFile);

        Assert.True(exitCode == 0, output);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.Contains("locality_hub_893_set_aside_1", output, StringComparison.Ordinal);
        await regions.SettledAsync(region, mayHaveForgotten: true);
        Same(_backedUp["locality_hub_893"], await DatabaseContent.ReadAsync(region, "locality_hub_893"), ChangedOnPurpose.InAHub);
        Assert.Equal(0L, await region.AskAsync<long>("central_hub", "select count(*) from regional_state where council = 893 and epoch < 2 and not withdrawn and stage is distinct from 0"));
        Assert.True(later.Except(await region.AskAsync<Guid[]>("locality_hub_893", "select array_agg(reference) from sealed.regional_reference")).Any(), "nothing was forgotten: this test shows nothing");
        await VerifyIsRestoredAsync(region);

        // Once more, when there is nothing left of the hub: the region remembers which epoch it was in.
        await ExecuteAsync(region, "drop database locality_hub_893 with (force)");
        (exitCode, output) = await region.CliAsync("restore", regions.Backup, "--council", "893", "--passphrase-file", regions.PassphraseFile);
        Assert.True(exitCode == 0, output);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        await regions.SettledAsync(region, mayHaveForgotten: true);
        Assert.Equal(3, await region.AskAsync<int>("locality_hub_893", "select epoch from hub_state"));
        Same(_backedUp["locality_hub_893"], await DatabaseContent.ReadAsync(region, "locality_hub_893"), ChangedOnPurpose.InAHub);

        await stop.CancelAsync();
        var (done, errors) = await neighbour;
        Assert.Empty(errors);
        Assert.True(done > 20, $"only {done} requests of the other council");
        Assert.Equal(1, StartsOf(region, "894"));
    }

    [Fact]
    public async Task E_ExitPack_OfACouncil_IsWholeAndForItsGuardianAlone()
    {
        var region = regions.Worked;
        var pack = regions.PathOf("pack");

        var (refusedCode, refused) = await region.CliAsync("exit-pack", "--council", "893", "--user", "social.worker.893", pack);
        Assert.True(refusedCode == 2, refused);
        Assert.False(Path.Exists(pack) || Path.Exists(pack + ".partial"));

        var (exitCode, output) = await region.CliAsync("exit-pack", "--council", "893", pack);

        Assert.True(exitCode == 0, output);
        var sums = (await File.ReadAllLinesAsync(Path.Combine(pack, "SHA256SUMS"), TestContext.Current.CancellationToken)).ToDictionary(line => line[66..], line => line[..64]);
        var files = Directory.GetFiles(pack, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(pack, file));
        Assert.Equal(files.Keys.Where(name => name != "SHA256SUMS").Order(), sums.Keys.Order());
        Assert.All(sums, sum => Assert.Equal(sum.Value, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(files[sum.Key])))));
        Assert.All(files.Values, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));

        var children = JsonDocument.Parse(await File.ReadAllTextAsync(files["data/child.json"], TestContext.Current.CancellationToken)).RootElement.GetArrayLength();
        Assert.Equal(await region.AskAsync<long>("locality_hub_893", "select count(*) from child"), children);
        Assert.NotEqual(0, JsonDocument.Parse(await File.ReadAllTextAsync(files["region/audit-anchors.json"], TestContext.Current.CancellationToken)).RootElement.GetArrayLength());

        // The four services' files under one manifest, each service's as it has them.
        var listed = JsonDocument.Parse(await File.ReadAllTextAsync(files["manifest.json"], TestContext.Current.CancellationToken)).RootElement.GetProperty("files").EnumerateArray()
            .ToDictionary(file => file.GetProperty("name").GetString()!);
        Assert.Equal(files.Keys.Except(["manifest.json", "SHA256SUMS"]).Order(), listed.Keys.Order());
        Assert.All(listed, file => Assert.Equal(sums[file.Key], file.Value.GetProperty("sha256").GetString()));
        Assert.All(listed, file => Assert.Equal(new FileInfo(files[file.Key]).Length, file.Value.GetProperty("bytes").GetInt64()));
        Assert.All(new[] { "fund/data/application.csv", "panels/data/panel_case.csv", "region/data/child_profile.csv" }, name => Assert.Contains(name, listed.Keys));
        Assert.Equal(
            await region.AskAsync<long>("central_hub", "select count(*) from regional_state where council = 893"), listed["region/data/regional_state.json"].GetProperty("rows").GetInt64());
        Assert.DoesNotContain(files.Keys, name => name.Contains('/', StringComparison.Ordinal) && name.EndsWith("manifest.json", StringComparison.Ordinal));
    }

    /// <summary>Requests of council 894 and of the region, each once and no more: every answer that is not a success is noted.</summary>
    private static async Task<(int Done, List<string> Errors)> NeighbourAsync(OperatedRegion region, CancellationToken stop)
    {
        var (done, errors) = (0, new List<string>());
        var child = await region.AskAsync<Guid>("locality_hub_894", "select id from child where not held order by id limit 1");
        var path = $"/api/v1/councils/894/children/{child}";
        while (!stop.IsCancellationRequested)
        {
            using var read = await region.SendOnceAsync("case-system-894", HttpMethod.Get, path);
            Note(read, "read");
            using var named = await region.SendOnceAsync("case-system-894", HttpMethod.Put, $"{path}/name", request =>
            {
                request.Content = JsonContent.Create(new { given = $"Invented{done}", family = "Neighbour" });
                request.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag?.ToString());
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            });
            Note(named, "write");
            using var figures = await region.SendOnceAsync("case-system-894", HttpMethod.Get, "/api/v1/region/tracker");
            Note(figures, "figures");
            await Task.Delay(100, CancellationToken.None);
        }

        return (done, errors);

        void Note(HttpResponseMessage response, string what)
        {
            done++;
            if (response.StatusCode != HttpStatusCode.OK)
            {
                errors.Add($"{what}: {(int)response.StatusCode}");
            }
        }
    }

    /// <summary>Waits until the region has been told of the newest entry of 893's trail.</summary>
    private static async Task AnchoredAsync(OperatedRegion region) => await Eventually.TrueAsync(
        async () => await region.AskAsync<long>("central_hub", "select max(sequence) from audit_anchor where council = 893")
            == await region.AskAsync<long>("locality_hub_893", "select max(sequence) from audit_entry"),
        "the anchor of the newest entry");

    private static async Task VerifyIsRestoredAsync(OperatedRegion region) => await Eventually.AssertAsync(async () =>
    {
        var (exitCode, output) = await region.CliAsync("audit", "verify", "--council", "893");
        Assert.Equal(1, exitCode);
        Assert.Contains("not what was said before it was restored from a backup", output, StringComparison.Ordinal);
        Assert.Contains($"restored from the backup {_backup}", output, StringComparison.Ordinal);
    }, pause: Look);

    private static int StartsOf(OperatedRegion region, string council) =>
        region.App.ResourceNotifications.TryGetCurrentState($"locality-hub-{council}", out var state) ? state!.Snapshot.Starts : 0;

    /// <summary>What the region and the councils themselves are shown.</summary>
    private static async Task<string> FiguresAsync(OperatedRegion region)
    {
        var figures = new List<string> { await region.GetAsync("hub-operations", "/api/v1/region/tracker"), await region.GetAsync("hub-operations", "/api/v1/region/indicators?to=2024-03-31") };
        foreach (var council in OperatedRegion.Councils)
        {
            figures.Add(await region.GetAsync($"case-system-{council}", "/api/v1/region/tracker"));
            figures.Add(await region.GetAsync($"case-system-{council}", "/api/v1/region/indicators?to=2024-03-31"));
            figures.Add(await region.GetAsync($"case-system-{council}", $"/api/v1/councils/{council}/children?limit=200"));
        }

        return string.Join('\n', figures);
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>> ContentAsync(OperatedRegion region)
    {
        var content = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>();
        foreach (var database in OperatedRegion.Councils.Select(council => $"locality_hub_{council}").Concat(["central_hub", "support_fund", "panel_scheduling"]))
        {
            content.Add(database, await DatabaseContent.ReadAsync(region, database));
        }

        return content;
    }

    private static void Same(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> expected, IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> found)
    {
        var differences = found.Select(each => (Database: each.Key, Text: DatabaseContent.Differences(expected[each.Key], each.Value, ChangedOnPurpose.In(each.Key))))
            .Where(each => each.Text.Length > 0).Select(each => $"{each.Database}\n{each.Text}").ToList();
        Assert.True(differences.Count == 0, string.Concat(differences));
    }

    private static void Same(
        IReadOnlyDictionary<string, IReadOnlyList<string>> expected, IReadOnlyDictionary<string, IReadOnlyList<string>> found, IReadOnlyDictionary<string, Change> changed)
    {
        var differences = DatabaseContent.Differences(expected, found, changed);
        Assert.True(differences.Length == 0, differences);
    }

    private static async Task<bool> MayConnectAsync(OperatedRegion region, string database, string role)
    {
        await using var connection = new NpgsqlConnection(region.AddressOf(database, role, region.Parameter($"{role.Replace('_', '-')}-password")));
        try
        {
            await connection.OpenAsync();
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    private static async Task ExecuteAsync(OperatedRegion region, string statement)
    {
        await using var source = region.Database("postgres");
#pragma warning disable CA2100 // The test's own statement.
        await using var command = source.CreateCommand(statement);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("Backup ([0-9a-f-]{36}):")]
    private static partial Regex BackupId();
}
