using System.CommandLine;
using System.Globalization;
using Partnership.Cli.Demo;
using Partnership.Cli.Regions;
using Partnership.Cli.Stack;
using Partnership.Contracts;
using Spectre.Console;

namespace Partnership.Cli.Audit;

/// <summary><c>partnership audit verify</c>: walks each council's trail as its Caldicott guardian, and the shared services' as the auditor, and says where one does not hold.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Look after the audit trails") { Verify() };

    private static Command Verify()
    {
        var council = new Option<string?>("--council") { Description = "Only this council's trail; every council's and the shared services' own when left out" };
        var user = new Option<string?>("--user") { Description = "Who asks for a council's trail; its Caldicott guardian when left out, or whoever the token given is of" };
        var command = StackConnection.Add(new Command("verify", "Recompute the trails' chains and compare them with what was said of them elsewhere") { council, user });
        command.SetAction(async (parsed, ct) =>
        {
            var stack = StackConnection.Of(parsed);
            IReadOnlyList<string> councils = parsed.GetValue(council) is { } one
                ? [one]
                : [.. RegionFile.Read(await RunningRegion.FindAsync(ct) ?? RegionFile.Default).Councils.Select(each => each.Code)];
            var breaks = 0;
            var kept = new List<KeptAnchor>();
            var table = new Table().Border(TableBorder.Simple).AddColumn("Trail").AddColumn("Entries").AddColumn("Anchors").AddColumn("Verdict");
            foreach (var code in councils)
            {
                using var guardian = stack.AsPerson(parsed.GetValue(user) ?? $"caldicott.guardian.{code}");
                breaks += await VerifyAsync(guardian, code, table, ct);
                if (parsed.GetValue(council) is null)
                {
                    kept.AddRange(await KeptByAsync(guardian, code, ct));
                }
            }

            if (parsed.GetValue(council) is null)
            {
                foreach (var service in SharedServices.All)
                {
                    breaks += await VerifySharedAsync(stack, service, [.. kept.Where(anchor => anchor.Trail == service).Select(anchor => new AuditAnchor(anchor.Sequence, anchor.Hash, anchor.Epoch)).Distinct()], table, ct);
                }
            }

            Terminal.Output.Write(table);
            return breaks == 0 ? Verb.Done : Verb.Findings;
        });
        return command;
    }

    private static async Task<int> VerifyAsync(GatewayClient guardian, string council, Table table, CancellationToken ct)
    {
        // The anchors first: what is said later is of entries that the walk comes to.
        var anchors = await guardian.ListAsync<AuditAnchor>($"/api/v1/region/councils/{council}/audit-anchors", ct).ToListAsync(ct);
        return await VerifyAsync(guardian, council, $"/api/v1/councils/{council}/audit/chain", anchors, table, ct);
    }

    /// <summary>What a council's hub was told of the shared services' trails. Of one that cannot be asked the others' word is there.</summary>
    private static async Task<List<KeptAnchor>> KeptByAsync(GatewayClient guardian, string council, CancellationToken ct)
    {
        try
        {
            return await guardian.ListAsync<KeptAnchor>($"/api/v1/councils/{council}/audit/shared-anchors", ct).ToListAsync(ct);
        }
        catch (CommandFailedException refused)
        {
            Terminal.Print($"{council}: what this hub was told of the shared services' trails could not be read: {refused.Message}");
            return [];
        }
    }

    /// <summary>A shared service's own trail: who did what there, and whom it refused, beside what every hub was told of it.</summary>
    private static async Task<int> VerifySharedAsync(StackConnection stack, string service, List<AuditAnchor> anchors, Table table, CancellationToken ct)
    {
        using var auditor = stack.AsClient("auditor");
        try
        {
            return await VerifyAsync(auditor, service, $"/api/v1/{service}/audit/chain", anchors, table, ct);
        }
        catch (CommandFailedException refused)
        {
            table.AddRow(service, "", "", "not verified");
            Terminal.Print($"{service}: not verified, because whoever asks may not read it: {refused.Message}");
            return 1;
        }
    }

    private static async Task<int> VerifyAsync(
        GatewayClient reader, string trail, string chain, List<AuditAnchor> anchors, Table table, CancellationToken ct)
    {
        var entries = 0L;
        var restores = new List<AuditRecord>();
        var breaks = await AuditChain.VerifyAsync(Counted(), anchors).ToListAsync(ct);
        table.AddRow(trail, Text(entries), anchors.Count == 0 ? "none kept" : Text(anchors.Count), breaks.Count == 0 ? "holds" : "broken");
        foreach (var fault in breaks)
        {
            Terminal.Print($"{trail}: entry {Text(fault.Sequence)}: {Say(fault.Fault)}");
        }

        // No fault of the trail's, where nothing that was told of is lost; but whoever reads it should know.
        foreach (var restore in restores)
        {
            Terminal.Print(string.Create(
                CultureInfo.InvariantCulture,
                $"{trail}: entry {Text(restore.Sequence)}: restored from the backup {string.Join(", ", restore.Ids)} on {restore.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by '{restore.Subject}'"));
        }

        return breaks.Count;

        async IAsyncEnumerable<AuditRecord> Counted()
        {
            await foreach (var entry in reader.ListAsync<AuditRecord>(chain, ct))
            {
                entries++;
                if (entry.Operation == AuditRecord.Restored)
                {
                    restores.Add(entry);
                }

                yield return entry;
            }
        }
    }

    private static string Say(string fault) => fault switch
    {
        "missing" => "missing, or not in its place",
        "changed" => "its content or the one before is not what was sealed",
        "anchor-differs" => "not what was once said of it elsewhere: the trail was written anew",
        "restored" => "from here on not what was said before it was restored from a backup: what was entered between the backup and the restore is lost. "
            + "Ask when that was; if it was not restored, the trail was written anew",
        _ => "the trail ends before what was once said of it: its end was cut off, or it was restored from a backup and its service not yet told so",
    };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What a hub was told of a shared service's trail; by the first segment of the service's addresses.</summary>
    private sealed record KeptAnchor(string Trail, long Sequence, AuditHash Hash, int Epoch);
}
