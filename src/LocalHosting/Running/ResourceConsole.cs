using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Partnership.LocalHosting;

/// <summary>A resource's console: the last lines in memory, all of them in a file of bounded size, readers who follow.</summary>
internal sealed class ResourceConsole(string file, SecretMask mask, TimeProvider clock) : IDisposable
{
    private const int LinesKept = 1000;
    private const int LongestLine = 8 * 1024;
    private const long LargestFile = 5 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<ConsoleLine> _lines = new(LinesKept);
    private readonly List<Channel<ConsoleLine>> _followers = [];
    private StreamWriter? _writer;
    private long _written;
    private long _number;
    private bool _disposed;

    public void Write(string text)
    {
        lock (_gate)
        {
            var line = new ConsoleLine(++_number, clock.GetUtcNow(), Cut(mask.Apply(WithoutColours(text))));
            if (_lines.Count == LinesKept)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
            foreach (var follower in _followers)
            {
                follower.Writer.TryWrite(line);
            }

            if (!_disposed)
            {
                WriteToFile(line);
            }
        }
    }

    public IReadOnlyList<ConsoleLine> LastLines()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }

    /// <summary>
    /// The lines kept, from after the one given, and then every new one. A reader who has seen more than was written here has seen an
    /// earlier run's, whose numbers mean nothing now.
    /// </summary>
    public async IAsyncEnumerable<ConsoleLine> FollowAsync(
        long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A reader who falls behind loses the oldest lines rather than holding them all in memory.
        var channel = Channel.CreateBounded<ConsoleLine>(new BoundedChannelOptions(LinesKept * 2) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            var seen = after <= _number ? after : 0;
            foreach (var line in _lines.Where(line => line.Number > seen))
            {
                channel.Writer.TryWrite(line);
            }

            _followers.Add(channel);
        }

        try
        {
            await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return line;
            }
        }
        finally
        {
            lock (_gate)
            {
                _followers.Remove(channel);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _writer?.Dispose();
            _writer = null;
        }
    }

    private void WriteToFile(ConsoleLine line)
    {
        try
        {
            _writer ??= Open();
            var text = string.Create(CultureInfo.InvariantCulture, $"{line.At:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {line.Text}");
            _writer.WriteLine(text);
            _written += Encoding.UTF8.GetByteCount(text) + 1;
            if (_written > LargestFile)
            {
                _writer.Dispose();
                _writer = null;
                File.Move(file, file + ".1", overwrite: true);
            }
        }
        catch (IOException)
        {
            // A full disk must not take the processes down; the lines in memory still show.
            _writer = null;
        }
    }

    private StreamWriter Open()
    {
        var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        _written = stream.Length;
        return new StreamWriter(stream) { AutoFlush = true };
    }

    // After the mask: half a secret would not be known as one.
    private static string Cut(string text) => text.Length > LongestLine ? text[..LongestLine] + "…" : text;

    /// <summary>Takes out terminal colours: ESC [ … letter.</summary>
    private static string WithoutColours(string text)
    {
        if (!text.Contains('\u001b', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u001b' && i + 1 < text.Length && text[i + 1] == '[')
            {
                for (i += 2; i < text.Length && !char.IsAsciiLetter(text[i]); i++)
                {
                }
            }
            else if (text[i] != '\u001b')
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
