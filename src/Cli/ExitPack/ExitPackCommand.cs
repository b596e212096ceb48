using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Partnership.Cli.Stack;
using Partnership.Contracts;

namespace Partnership.Cli.ExitPack;

/// <summary><c>partnership exit-pack</c>: everything that a leaving council's hub holds, fetched as its Caldicott guardian and checked.</summary>
internal static class ExitPackCommand
{
    private const string ManifestName = "manifest.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var council = new Option<string>("--council") { Description = "The council's three-digit number", Required = true };
        var user = new Option<string?>("--user") { Description = "Who asks; the council's Caldicott guardian when left out. Nobody else is given it" };
        var output = new Argument<DirectoryInfo>("OUT") { Description = "A folder that is not there yet" };
        var command = StackConnection.Add(new Command("exit-pack", "Take everything that a council's hub holds, in open formats") { council, user, output });
        command.SetAction((parsed, ct) => RunAsync(
            StackConnection.Of(parsed),
            parsed.GetValue(council)!,
            parsed.GetValue(user) ?? $"caldicott.guardian.{parsed.GetValue(council)}",
            parsed.GetValue(output)!,
            ct));
        return command;
    }

    private static async Task<int> RunAsync(StackConnection stack, string code, string user, DirectoryInfo output, CancellationToken ct)
    {
        var folder = NewFolder.At(output);
        using var guardian = stack.AsPerson(user);
        var manifest = await folder.FillAsync(async partial =>
        {
            var fetched = await FetchAsync(guardian, code, partial, ct);
            await AddRegionAsync(guardian, code, partial, ct);
            await SumAsync(partial, ct);
            return fetched;
        });
        Terminal.Print(string.Create(
            CultureInfo.InvariantCulture,
            $"{manifest.From.Name} ({code}) as of {manifest.From.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {manifest.Files.Count(file => file.Name.EndsWith(".json", StringComparison.Ordinal)):N0} tables, {manifest.Files.Where(file => file.Name.EndsWith(".json", StringComparison.Ordinal)).Sum(file => file.Rows ?? 0):N0} rows, every file as its hub's manifest says: {output.FullName}"));
        Terminal.Say("It holds names, dates of birth, addresses and restricted records in the clear. Hand it over encrypted, to the council's Caldicott guardian.");
        return Verb.Done;
    }

    /// <summary>Takes the hub's files apart and compares each with the manifest.</summary>
    private static async Task<Manifest> FetchAsync(GatewayClient guardian, string code, string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, "pack.zip");
        await using (var target = NewFolder.CreateFile(file))
        {
            await guardian.DownloadAsync($"/api/v1/councils/{code}/exit-pack", target, ct);
        }

        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(file, ct);
            foreach (var entry in zip.Entries)
            {
                sums.Add(entry.FullName, await ExtractAsync(entry, folder, ct));
            }
        }
        catch (InvalidDataException broken)
        {
            throw new CommandFailedException("The pack did not come whole.", "Try again.", broken);
        }

        File.Delete(file);
        await using var stream = File.OpenRead(Path.Combine(folder, ManifestName));
        var manifest = (await JsonSerializer.DeserializeAsync<Manifest>(stream, Json, ct))!;
        var wrong = manifest.Files.Where(listed => sums.GetValueOrDefault(listed.Name) != listed.Sha256).Select(listed => listed.Name).ToList();
        return wrong.Count == 0 && manifest.Files.Count == sums.Count - 1
            ? manifest
            : throw new CommandFailedException($"Not as the hub's manifest says: {string.Join(", ", wrong)}.", "Try again.");
    }

    private static async Task<string> ExtractAsync(ZipArchiveEntry entry, string folder, CancellationToken ct)
    {
        var path = Path.GetFullPath(Path.Combine(folder, entry.FullName));
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new CommandFailedException($"The pack names a file outside itself: {entry.FullName}.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var content = await entry.OpenAsync(ct);
        await using (var target = NewFolder.CreateFile(path))
        {
            await content.CopyToAsync(target, ct);
        }

        return await SumOfAsync(path, ct);
    }

    /// <summary>What the region has of the council, and the guardian may read: without the anchors the trail's end could not be judged later.</summary>
    private static async Task AddRegionAsync(GatewayClient guardian, string code, string folder, CancellationToken ct)
    {
        var region = Directory.CreateDirectory(Path.Combine(folder, "region")).FullName;
        var anchors = await guardian.ListAsync<AuditAnchor>($"/api/v1/region/councils/{code}/audit-anchors", ct).ToListAsync(ct);
        await WriteAsync("audit-anchors.json", JsonSerializer.Serialize(anchors, Json));
        await WriteAsync("tracker.json", await guardian.GetTextAsync("/api/v1/region/tracker", ct));

        async Task WriteAsync(string name, string text)
        {
            await using var target = NewFolder.CreateFile(Path.Combine(region, name));
            await using var writer = new StreamWriter(target);
            await writer.WriteAsync(text.AsMemory(), ct);
        }
    }

    /// <summary>The sums of all files in the form that <c>sha256sum -c</c> reads.</summary>
    private static async Task SumAsync(string folder, CancellationToken ct)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        await using var target = NewFolder.CreateFile(Path.Combine(folder, "SHA256SUMS"));
        await using var writer = new StreamWriter(target);
        foreach (var file in files)
        {
            await writer.WriteLineAsync($"{await SumOfAsync(file, ct)}  {Path.GetRelativePath(folder, file)}");
        }
    }

    private static async Task<string> SumOfAsync(string path, CancellationToken ct)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
    }

    private sealed record Manifest(Origin From, IReadOnlyList<Packed> Files);

    private sealed record Origin(string Name, DateTimeOffset MadeAt);

    private sealed record Packed(string Name, long? Rows, string Sha256);
}
