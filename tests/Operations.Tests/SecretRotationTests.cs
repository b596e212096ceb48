using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Partnership.Faults;
using Partnership.LocalHosting.Testing;
using Partnership.Provision.Broker;
using Partnership.TestSupport;

namespace Partnership.Operations.Tests;

/// <summary>Every generated secret gets another value while two councils write. Runs in the encrypted region, after the restore into it.</summary>
public sealed class SecretRotationTests(TwoRegions regions)
{
    // In the arguments of a process of the test's own: the look finds what is to be found.
    private const string Planted = "planted-in-the-arguments-of-a-process";

    [Fact]
    public async Task Rotate_UnderASteadyStreamOfWrites_LosesNothingDoublesNothingAndShowsNoSecret()
    {
        var region = regions.Empty;
        var before = region.Parameters;
        var writes = new Writes(region.Client, regions.Today);
        var entries = await EntriesAsync(region);
        using var stop = new CancellationTokenSource();
        var stream = new List<Task>();
        foreach (var council in OperatedRegion.Councils)
        {
            await using var hub = region.Database($"locality_hub_{council}");
            stream.Add(writes.RunAsync(council, await Writes.ChildrenAsync(hub), TimeSpan.FromMilliseconds(200), stop.Token));
        }

        await Eventually.TrueAsync(() => Task.FromResult(writes.Accepted.Count > 20), "the stream of writes");
        var looking = LookAsync(() => before.Values.Concat(region.Parameters.Values), stop.Token);

        var (exitCode, output) = await region.CliAsync("secrets", "rotate");

        TestContext.Current.TestOutputHelper!.WriteLine(output);
        var during = writes.Accepted.Count;
        await Eventually.TrueAsync(() => Task.FromResult(writes.Accepted.Count > during + 20), "writes after the rotation");
        await stop.CancelAsync();
        await Task.WhenAll(stream);
        var seen = await looking;
        Assert.True(exitCode == 0, output);

        // Each secret is another one, none is new or gone, and none of the old opens anything.
        var after = region.Parameters;
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(before, secret => Assert.NotEqual(secret.Value, after[secret.Key]));
        await OldOpensNothingAsync(region, before, after);

        // What was accepted is there, once, and the region has heard of it.
        Assert.Empty(writes.Refused);
        await regions.SettledAsync(region);
        var now = await EntriesAsync(region);
        foreach (var council in OperatedRegion.Councils)
        {
            Assert.Equal(writes.Accepted.Count(write => write.Council == council), now[council] - entries[council]);
            foreach (var last in writes.Accepted.Where(write => write.Council == council).GroupBy(write => (write.Child, write.Kind)).Select(group => group.MaxBy(write => write.Order)!))
            {
                Assert.Equal(1L, await region.AskAsync<long>(
                    $"locality_hub_{council}",
                    string.Create(CultureInfo.InvariantCulture, $"select count(*) from given_milestone where child_id = '{last.Child}' and kind = {(short)last.Kind} and date = '{last.Date:yyyy-MM-dd}'")));
            }
        }

        // Neither the old nor the new is in a list of processes, in what the verb said or in any log.
        Assert.Contains(Planted, seen.Found);
        Assert.DoesNotContain(seen.Found, secret => secret != Planted);
        Assert.True(seen.Looks > 20, $"only {seen.Looks} looks");
        foreach (var secret in before.Values.Concat(after.Values))
        {
            Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
            Assert.All(Directory.GetFiles(Path.Combine(region.DataFolder, "logs")), file => Assert.DoesNotContain(secret, Read(file), StringComparison.Ordinal));
        }
    }

    private static async Task<(int Looks, IReadOnlyCollection<string> Found)> LookAsync(Func<IEnumerable<string>> secrets, CancellationToken stop)
    {
        using var planted = Process.Start("sh", ["-c", "sleep 300; :", Planted]);
        var found = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var looks = 0;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var wanted = secrets().Append(Planted).Distinct().ToList();
                foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)))
                {
                    var arguments = Read(Path.Combine(process, "cmdline"));
                    foreach (var secret in wanted.Where(secret => arguments.Contains(secret, StringComparison.Ordinal)))
                    {
                        found.TryAdd(secret, true);
                    }
                }

                looks++;
                await Task.Delay(200, CancellationToken.None);
            }
        }
        finally
        {
            planted.Kill(entireProcessTree: true);
        }

        return (looks, [.. found.Keys]);
    }

    private static async Task OldOpensNothingAsync(OperatedRegion region, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        foreach (var (secret, role, database) in new[]
        {
            ("postgres-password", "postgres", "postgres"),
            ("central-hub-password", "central_hub", "central_hub"),
            ("central-hub-projector-password", "central_hub_projector", "central_hub"),
            ("central-hub-owner-password", "central_hub_owner", "central_hub"),
            ("support-fund-owner-password", "support_fund_owner", "support_fund"),
            ("panel-scheduling-password", "panel_scheduling", "panel_scheduling"),
            ("panel-scheduling-worker-password", "panel_scheduling_worker", "panel_scheduling"),
            ("panel-scheduling-owner-password", "panel_scheduling_owner", "panel_scheduling"),
            ("locality-hub-owner-password", "locality_hub_owner", "postgres"),
            ("locality-hub-893-password", "locality_hub_893", "locality_hub_893"),
            ("locality-hub-894-password", "locality_hub_894", "locality_hub_894"),
        })
        {
            Assert.False(await OpensDatabaseAsync(region, database, role, before[secret]), secret);
            Assert.True(await OpensDatabaseAsync(region, database, role, after[secret]), secret);
        }

        // The administrator is asked with; of the services' users the broker keeps a hash.
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskBrokerAsync(region, before["broker-password"], "api/whoami")).Status);
        foreach (var service in new[] { "central-hub", "support-fund", "panel-scheduling", "locality-hub-893", "locality-hub-894" })
        {
            var (status, user) = await AskBrokerAsync(region, after["broker-password"], $"api/users/{service}");
            Assert.Equal(HttpStatusCode.OK, status);
            var hash = JsonDocument.Parse(user).RootElement.GetProperty("password_hash").GetString()!;
            Assert.False(BrokerPassword.Matches(hash, before[$"{service}-password"]), service);
            Assert.True(BrokerPassword.Matches(hash, after[$"{service}-password"]), service);
        }
    }

    private static async Task<bool> OpensDatabaseAsync(OperatedRegion region, string database, string role, string password)
    {
        await using var connection = new NpgsqlConnection(region.AddressOf(database, role, password));
        try
        {
            await connection.OpenAsync();
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            return false;
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskBrokerAsync(OperatedRegion region, string password, string path)
    {
        using var client = region.App.CreateHttpClient("broker", "management");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"guest:{password}")));
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Writes that each hub's trail knows to be done.</summary>
    private static async Task<Dictionary<string, long>> EntriesAsync(OperatedRegion region)
    {
        var entries = new Dictionary<string, long>();
        foreach (var council in OperatedRegion.Councils)
        {
            entries.Add(council, await region.AskAsync<long>($"locality_hub_{council}", "select count(*) from audit_entry where operation = 'child.milestone' and outcome = 'done'"));
        }

        return entries;
    }

    private static string Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
