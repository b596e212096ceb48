using System.Text.Json;

namespace Partnership.ServiceDefaults.ExitPack;

/// <summary>What is in a pack, so that whoever receives it can see that all of it arrived.</summary>
/// <param name="Format">Rises when a reader of before would misread it.</param>
/// <param name="From">Whose it is, and of when.</param>
/// <param name="Files">Each file but this one.</param>
/// <param name="LeftOut">Tables and columns of the service that are not in it, with the reason.</param>
internal sealed record PackManifest(int Format, PackManifest.Origin From, IReadOnlyList<PackManifest.File> Files, IReadOnlyDictionary<string, string> LeftOut)
{
    public const int PresentFormat = 1;
    public const string FileName = "manifest.json";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="Council">The council's code.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="MadeAt">The moment as of which everything is (UTC).</param>
    /// <param name="MadeFor">The subject of the token that asked for it.</param>
    internal sealed record Origin(string Council, string Name, DateTimeOffset MadeAt, string MadeFor);

    /// <param name="Name">Its path in the pack.</param>
    /// <param name="Rows">How many rows, in a table's file.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="Sha256">Its SHA-256, in hexadecimal digits.</param>
    internal sealed record File(string Name, long? Rows, long Bytes, string Sha256);
}
