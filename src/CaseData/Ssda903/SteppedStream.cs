namespace Partnership.CaseData.Ssda903;

/// <summary>
/// A stream of which no more is handed out between one step and the next than there is room for. Whoever reads XML from it keeps the node that
/// it is at in memory, an attribute or a comment as a whole: so no node of a file can use up a machine, in whatever encoding it is written.
/// </summary>
/// <param name="stream">What is read.</param>
/// <param name="most">How many bytes a step may take.</param>
/// <param name="tooLong">What is wrong with a file whose step takes more.</param>
internal sealed class SteppedStream(Stream stream, int most, Func<Exception> tooLong) : ForwardStream
{
    private int _taken;

    /// <summary>What came before has been dealt with.</summary>
    public void Step() => _taken = 0;

    public override int Read(Span<byte> buffer) => Count(stream.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    private int Count(int read)
    {
        _taken += read;
        return _taken > most ? throw tooLong() : read;
    }
}
