using System.Buffers;

namespace Partnership.LocalHosting;

/// <summary>Replaces secret values in console lines, in the plain and the URI-escaped form.</summary>
internal sealed class SecretMask
{
    private const int ShortestMasked = 6; // shorter values would also hide ordinary words
    private const string Masked = "******";
    private readonly Lock _gate = new();
    private Secrets _known = new([], null);

    public void Use(IEnumerable<string?> secrets)
    {
        lock (_gate)
        {
            _known = new Secrets([], null).With(secrets);
        }
    }

    /// <summary>One more, beside the others: a line that was written before a change comes after it.</summary>
    public void Add(string secret)
    {
        lock (_gate)
        {
            _known = _known.With([secret]);
        }
    }

    public string Apply(string line)
    {
        var known = Volatile.Read(ref _known);
        if (known.Search is null || line.AsSpan().IndexOfAny(known.Search) < 0)
        {
            return line;
        }

        foreach (var secret in known.Values)
        {
            line = line.Replace(secret, Masked, StringComparison.Ordinal);
        }

        return line;
    }

    private sealed record Secrets(string[] Values, SearchValues<string>? Search)
    {
        public Secrets With(IEnumerable<string?> more)
        {
            var values = Values.Concat(more.Where(secret => secret?.Length >= ShortestMasked).SelectMany(secret => new[] { secret!, Uri.EscapeDataString(secret!) }))
                .Distinct()
                .OrderByDescending(secret => secret.Length)
                .ToArray();
            return new Secrets(values, values.Length == 0 ? null : SearchValues.Create(values, StringComparison.Ordinal));
        }
    }
}
