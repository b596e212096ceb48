namespace Partnership.CentralHub.Releases;

/// <summary>Remembers when events arrived, and says when it has been quiet for long enough to cut a release.</summary>
internal sealed class ReleaseSignal(TimeProvider clock, ReleaseSettings settings)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _first;
    private DateTimeOffset _last;

    internal void Arrived()
    {
        lock (_lock)
        {
            _last = clock.GetUtcNow();
            _first ??= _last;
        }
    }

    /// <summary>True once for each time that something arrived and then nothing for the quiet period.</summary>
    internal bool TakeDue()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_first is not { } first || (now - _last < settings.QuietPeriod && now - first < settings.LongestWait))
            {
                return false;
            }

            _first = null;
            return true;
        }
    }
}
