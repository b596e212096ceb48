using System.Buffers;

namespace Partnership.LocalHosting;

/// <summary>Replaces secret values in console lines, in the plain and the URI-escaped form.</summary>
internal sealed class SecretMask
{
    private const int ShortestMasked = 6; // shorter values would also hide ordinary words
    private const string Masked = "******";
    private string[] _secrets = [];
    private SearchValues<string>? _search;

    public void Use(IEnumerable<string?> secrets)
    {
        _secrets = secrets.Where(secret => secret?.Length >= ShortestMasked)
            .SelectMany(secret => new[] { secret!, Uri.EscapeDataString(secret!) })
            .Distinct()
            .OrderByDescending(secret => secret.Length)
            .ToArray();
        _search = _secrets.Length == 0 ? null : SearchValues.Create(_secrets, StringComparison.Ordinal);
    }

    public string Apply(string line)
    {
        if (_search is null || line.AsSpan().IndexOfAny(_search) < 0)
        {
            return line;
        }

        foreach (var secret in _secrets)
        {
            line = line.Replace(secret, Masked, StringComparison.Ordinal);
        }

        return line;
    }
}
