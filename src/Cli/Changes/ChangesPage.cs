using System.Globalization;
using System.Text.Json;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Changes;

/// <summary>A page of the way back.</summary>
/// <param name="Items">The children that changed.</param>
/// <param name="After">Where to go on from.</param>
/// <param name="More">Whether there is more to read at once.</param>
internal sealed record ChangesPage(IReadOnlyList<JsonElement> Items, string After, bool More)
{
    private const int Size = 200;

    /// <summary>The page after a place; an empty one is the beginning.</summary>
    public static Task<ChangesPage> ReadAsync(GatewayClient council, string code, string after, CancellationToken ct) =>
        council.GetAsync<ChangesPage>(string.Create(CultureInfo.InvariantCulture, $"/api/v1/councils/{code}/changes?limit={Size}&after={Uri.EscapeDataString(after)}"), ct);

    /// <summary>The place that a file keeps; null when there is none yet.</summary>
    public static async Task<string?> PlaceAsync(FileInfo file, CancellationToken ct) => File.Exists(file.FullName) ? (await File.ReadAllTextAsync(file.FullName, ct)).Trim() : null;

    /// <summary>The whole of it or nothing: a place cut short would be refused the next night.</summary>
    public static async Task KeepAsync(FileInfo file, string after, CancellationToken ct)
    {
        var partial = file.FullName + ".partial";
        await File.WriteAllTextAsync(partial, after + "\n", ct);
        File.Move(partial, file.FullName, overwrite: true);
    }
}
