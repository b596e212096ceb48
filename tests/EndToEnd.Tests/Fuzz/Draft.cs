using System.Globalization;
using System.Text;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>A request in the making, good at first, and what is expected of its answer.</summary>
internal sealed class Draft
{
    public required string Method { get; set; }

    /// <summary>As it stands in the request line, encoded.</summary>
    public required string Path { get; set; }

    /// <summary>With its question mark; empty when there is none.</summary>
    public string Query { get; set; } = "";

    public string Version { get; set; } = "HTTP/1.1";

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public byte[]? Body { get; set; }

    /// <summary>What was done to it.</summary>
    public List<string> Tricks { get; } = [];

    /// <summary>It is wrong by its description: an answer of success is an error.</summary>
    public bool MustBeRefused { get; set; }

    /// <summary>It is no HTTP, or more of it than a server reads: refused by the server itself, with a status and nothing else.</summary>
    public bool MayBeRefusedBare { get; set; }

    /// <summary>It may lead to no operation: the statuses of the one that it was made from say nothing.</summary>
    public bool IsElsewhere { get; set; }

    /// <summary>It comes from nobody.</summary>
    public bool IsOfNobody { get; set; }

    /// <summary>It promises more than it holds, and ends.</summary>
    public bool HangsUp { get; set; }

    /// <summary>It sends its length by itself.</summary>
    public bool HasOwnLength { get; set; }

    /// <summary>Replaces a header, or adds it.</summary>
    public void Set(string name, string value)
    {
        Remove(name);
        Add(name, value);
    }

    public void Add(string name, string value) => Headers.Add(KeyValuePair.Create(name, value));

    public void Remove(string name) => Headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    public string? Header(string name) => Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();

    public void AddToQuery(string pair) => Query += (Query.Length == 0 ? "?" : "&") + pair;

    /// <summary>Its beginning, on one line and without its token.</summary>
    public override string ToString()
    {
        var text = $"{Method} {Path}{Query} {Version} {string.Join(" | ", Headers.Where(header => header.Key is not ("Authorization" or "Connection")).Select(header => $"{header.Key}: {header.Value}"))} || {Encoding.UTF8.GetString(Body ?? [])}";
        return new string([.. text.Take(600).Select(letter => char.IsControl(letter) ? '·' : letter)]);
    }

    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{Method} {Path}{Query} {Version}\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (Body is not null && !HasOwnLength)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }
}
