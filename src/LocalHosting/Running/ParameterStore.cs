using System.Text.Json;

namespace Partnership.LocalHosting;

/// <summary>Generated parameters, kept from run to run: a flat JSON object of name and value that only its owner may read.</summary>
internal sealed class ParameterStore(string file, Action ensureDirectory)
{
    /// <summary>What a proposed value's name ends with.</summary>
    public const string ProposedSuffix = ".next";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private readonly Lock _gate = new();
    private SortedDictionary<string, string>? _values;

    public string GetOrAdd(string name, Func<string> make)
    {
        lock (_gate)
        {
            _values ??= Read();
            if (!_values.TryGetValue(name, out var value))
            {
                value = make();
                _values[name] = value;
                Write(_values);
            }

            return value;
        }
    }

    /// <summary>Makes a new value and keeps it in place of the old one.</summary>
    public string Replace(string name, Func<string> make)
    {
        lock (_gate)
        {
            _values ??= Read();
            var value = make();
            _values[name] = value;
            Write(_values);
            return value;
        }
    }

    /// <summary>
    /// Makes a new value and keeps it beside the old one, for somebody else to be told of first: whoever is killed in between has both.
    /// </summary>
    public string Propose(string name, Func<string> make) => Replace(name + ProposedSuffix, make);

    /// <summary>Puts the proposed value in place of the old one; null when none was proposed.</summary>
    public string? Accept(string name)
    {
        lock (_gate)
        {
            _values ??= Read();
            if (_values.Remove(name + ProposedSuffix, out var proposed))
            {
                _values[name] = proposed;
                Write(_values);
            }

            return proposed;
        }
    }

    private SortedDictionary<string, string> Read()
    {
        var values = File.Exists(file)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? []
            : [];
        return new SortedDictionary<string, string>(values, StringComparer.Ordinal);
    }

    // Written beside and moved over: a host killed half way leaves the old file, never half of one.
    private void Write(SortedDictionary<string, string> values)
    {
        ensureDirectory();
        var beside = file + ".new";
        using (var stream = new FileStream(beside, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            JsonSerializer.Serialize(stream, values, Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, file, overwrite: true);
    }
}
