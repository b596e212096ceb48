using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>Settings of the deny-list, under <c>Authentication</c>.</summary>
internal sealed class RemovedClientsOptions
{
    /// <summary>Client ids that are refused although their tokens have not expired.</summary>
    public IReadOnlyList<string> RemovedClients { get; init; } = [];

    /// <summary>A text file with one more such client id a line; looked at again every few seconds, so no restart is needed.</summary>
    public string? RemovedClientsFile { get; init; }
}

/// <summary>
/// The deny-list: clients whose tokens are refused from now on. A token lives five minutes; this closes the door at once.
/// </summary>
internal sealed class RemovedClients
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly FrozenSet<string> _configured;
    private readonly string? _file;
    private readonly Lock _reading = new();
    private volatile FrozenSet<string> _listed = FrozenSet<string>.Empty;
    private DateTime _written = DateTime.MinValue;
    private long _lookedAt;

    public RemovedClients(IOptions<RemovedClientsOptions> options, TimeProvider clock)
    {
        _clock = clock;
        _configured = options.Value.RemovedClients.ToFrozenSet();
        _file = options.Value.RemovedClientsFile;
        if (_file is not null)
        {
            Read();
        }
    }

    public bool Contains(string clientId)
    {
        if (_file is not null && _clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookAgain && _reading.TryEnter())
        {
            try
            {
                Read();
            }
            finally
            {
                _reading.Exit();
            }
        }

        return _configured.Contains(clientId) || _listed.Contains(clientId);
    }

    private void Read()
    {
        Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
        var written = File.GetLastWriteTimeUtc(_file!);
        if (written == _written)
        {
            return;
        }

        _listed = File.Exists(_file)
            ? File.ReadLines(_file).Select(line => line.Trim()).Where(line => line.Length > 0).ToFrozenSet()
            : FrozenSet<string>.Empty;
        _written = written;
    }
}
