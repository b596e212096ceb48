using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Partnership.TestSupport;

/// <summary>An exit pack as its holder finds it: its files by name.</summary>
public sealed record TakenPack(IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Reads the answer of an <c>exit-pack</c> endpoint.</summary>
    public static async Task<TakenPack> OfAsync(HttpResponseMessage response)
    {
        Demand(response.IsSuccessStatusCode && response.Content.Headers.ContentType!.MediaType == "application/zip", $"no pack but {(int)response.StatusCode}");
        await using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in zip.Entries)
        {
            using var bytes = new MemoryStream();
            await using var stream = await entry.OpenAsync();
            await stream.CopyToAsync(bytes);
            files.Add(entry.FullName, bytes.ToArray());
        }

        return new TakenPack(files);
    }

    /// <summary>Each file is listed with its length and SHA-256, and none besides.</summary>
    public void DemandThatItIsAsItsManifestSays()
    {
        var listed = Manifest.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("name").GetString()!);
        Demand(listed.Keys.Append("manifest.json").ToHashSet().SetEquals(Files.Keys), "the manifest lists other files");
        foreach (var (name, file) in listed)
        {
            Demand(
                Convert.ToHexStringLower(SHA256.HashData(Files[name])) == file.GetProperty("sha256").GetString() && Files[name].Length == file.GetProperty("bytes").GetInt64(),
                $"{name} is not as the manifest says");
        }
    }

    /// <summary>A file as text.</summary>
    public string Text(string name) => Encoding.UTF8.GetString(Files[name]);

    /// <summary>Tables and columns that the manifest names as left out.</summary>
    public IEnumerable<string> LeftOut => Manifest.GetProperty("leftOut").EnumerateObject().Select(left => left.Name);

    public JsonElement Manifest => JsonDocument.Parse(Files["manifest.json"]).RootElement;

    public IEnumerable<string> Names(string folder, string ending) => Files.Keys
        .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal))
        .Select(name => name[folder.Length..^ending.Length]);

    /// <summary>A table's CSV, taken apart by RFC 4180.</summary>
    public List<Dictionary<string, string>> Rows(string table)
    {
        var records = Records(new StreamReader(new MemoryStream(Files[$"data/{table}.csv"]), Encoding.UTF8).ReadToEnd()).ToList();
        Demand(records.TrueForAll(record => record.Count == records[0].Count), $"{table} has lines of another length");
        return [.. records.Skip(1).Select(record => records[0].Zip(record).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static IEnumerable<List<string>> Records(string text)
    {
        var (record, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"' when quoted && at + 1 < text.Length && text[at + 1] == '"':
                    cell.Append('"');
                    at++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    record.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !quoted && text[at + 1] == '\n':
                    record.Add(cell.ToString());
                    cell.Clear();
                    yield return record;
                    record = [];
                    at++;
                    break;
                default:
                    cell.Append(text[at]);
                    break;
            }
        }

        Demand(record.Count == 0 && cell.Length == 0, "the file does not end with a line's end");
    }

    internal static void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
