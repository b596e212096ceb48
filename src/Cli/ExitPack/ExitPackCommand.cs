using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Partnership.Cli.Stack;
using Partnership.Contracts;

namespace Partnership.Cli.ExitPack;

/// <summary>
/// <c>partnership exit-pack</c>: everything that a leaving council's hub holds, and what the services that councils share hold of it, fetched as
/// its Caldicott guardian, checked, and put together under one manifest.
/// </summary>
internal static class ExitPackCommand
{
    private const string ManifestName = "manifest.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var council = new Option<string>("--council") { Description = "The council's three-digit number", Required = true };
        var user = new Option<string?>("--user") { Description = "Who asks; the council's Caldicott guardian when left out. Nobody else is given it" };
        var output = new Argument<DirectoryInfo>("OUT") { Description = "A folder that is not there yet" };
        var command = StackConnection.Add(new Command("exit-pack", "Take everything that a council's hub holds, and what the shared services hold of it, in open formats") { council, user, output });
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
            var whole = await FetchAsync(guardian, $"/api/v1/councils/{code}", partial, ct);
            foreach (var service in SharedServices.All)
            {
                var part = await FetchAsync(guardian, $"/api/v1/{service}/councils/{code}", Directory.CreateDirectory(Path.Combine(partial, service)).FullName, ct);
                whole = whole.With(service, part);
            }

            whole = whole.With(SharedServices.Region, await AddRegionAsync(guardian, code, partial, ct));
            await WriteAsync(Path.Combine(partial, ManifestName), JsonSerializer.Serialize(whole, Json), ct);
            await SumAsync(partial, ct);
            return whole;
        });
        var tables = manifest.Files.Where(file => file.Rows is not null && file.Name.EndsWith(".json", StringComparison.Ordinal)).ToList();
        Terminal.Print(string.Create(
            CultureInfo.InvariantCulture,
            $"{manifest.From.Name} ({code}) as of {manifest.From.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {tables.Count:N0} tables, {tables.Sum(file => file.Rows):N0} rows, every file as the manifest of its service says: {output.FullName}"));
        Terminal.Say("It holds names, dates of birth, addresses and restricted records in the clear. Hand it over encrypted, to the council's Caldicott guardian.");
        return Verb.Done;
    }

    /// <summary>Takes a service's files apart and compares each with the manifest, which goes into the whole one.</summary>
    private static async Task<Manifest> FetchAsync(GatewayClient guardian, string council, string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, "pack.zip");
        await using (var target = NewFolder.CreateFile(file))
        {
            await guardian.DownloadAsync($"{council}/exit-pack", target, ct);
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
        var listing = Path.Combine(folder, ManifestName);
        var manifest = JsonSerializer.Deserialize<Manifest>(await File.ReadAllTextAsync(listing, ct), Json)!;
        File.Delete(listing);
        var wrong = manifest.Files.Where(listed => sums.GetValueOrDefault(listed.Name) != listed.Sha256).Select(listed => listed.Name).ToList();
        return wrong.Count == 0 && manifest.Files.Count == sums.Count - 1
            ? manifest
            : throw new CommandFailedException($"Not as the service's manifest says: {string.Join(", ", wrong)}.", "Try again.");
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
    private static async Task<IReadOnlyList<Packed>> AddRegionAsync(GatewayClient guardian, string code, string folder, CancellationToken ct)
    {
        var anchors = await guardian.ListAsync<AuditAnchor>($"/api/v1/region/councils/{code}/audit-anchors", ct).ToListAsync(ct);
        return
        [
            await AddAsync("audit-anchors.json", JsonSerializer.Serialize(anchors, Json)),
            await AddAsync("tracker.json", await guardian.GetTextAsync("/api/v1/region/tracker", ct)),
        ];

        async Task<Packed> AddAsync(string name, string text)
        {
            var path = Path.Combine(folder, SharedServices.Region, name);
            await WriteAsync(path, text, ct);
            return new Packed(name, null, new FileInfo(path).Length, await SumOfAsync(path, ct));
        }
    }

    private static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        await using var target = NewFolder.CreateFile(path);
        await using var writer = new StreamWriter(target);
        await writer.WriteAsync(text.AsMemory(), ct);
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

    /// <param name="Format">The hub's.</param>
    /// <param name="From">Whose it is, and as of when the hub's files are.</param>
    /// <param name="Files">Each file but the manifest: the hub's at the top, the shared services' in folders of their own.</param>
    /// <param name="LeftOut">Tables and columns that are not in it, with the reason; a shared service's behind its folder.</param>
    /// <param name="Parts">As of when the files of each folder are: each service's of one moment, and not all of the same.</param>
    private sealed record Manifest(
        int Format, Origin From, IReadOnlyList<Packed> Files, IReadOnlyDictionary<string, string> LeftOut, IReadOnlyDictionary<string, DateTimeOffset>? Parts = null)
    {
        /// <summary>With a shared service's, which is in a folder.</summary>
        public Manifest With(string folder, Manifest part) => With(folder, part.Files) with
        {
            LeftOut = new Dictionary<string, string>([.. LeftOut, .. part.LeftOut.Select(left => KeyValuePair.Create($"{folder}/{left.Key}", left.Value))]),
            Parts = new Dictionary<string, DateTimeOffset>([.. Parts ?? new Dictionary<string, DateTimeOffset>(), KeyValuePair.Create(folder, part.From.MadeAt)]),
        };

        public Manifest With(string folder, IEnumerable<Packed> files) => this with { Files = [.. Files, .. files.Select(file => file with { Name = $"{folder}/{file.Name}" })] };
    }

    private sealed record Origin(string Council, string Name, DateTimeOffset MadeAt, string MadeFor);

    private sealed record Packed(string Name, long? Rows, long Bytes, string Sha256);
}
