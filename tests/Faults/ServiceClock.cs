using Partnership.LocalHosting;

namespace Partnership.Faults;

/// <summary>
/// The clock of one service at a time. libfaketime, which has to be there from the start of a process and costs it time, is preloaded
/// only while that service's clock is to be wrong.
/// </summary>
internal sealed class ServiceClock : IDisposable
{
    private static readonly string[] Libraries = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"];

    private readonly string _library;
    private readonly string _file = Path.GetTempFileName();

    private ServiceClock(string library) => _library = library;

    /// <summary>The service whose clock is in our hands from its next start; null for none.</summary>
    public string? Service { get; set; }

    /// <summary>Null where libfaketime is not installed.</summary>
    public static ServiceClock? Find() => Libraries.FirstOrDefault(File.Exists) is { } library ? new ServiceClock(library) : null;

    /// <summary>Puts the clock forward or back (<c>+1h</c>, <c>-1h</c>), or right again (<c>+0</c>). Seen within a second.</summary>
    public Task SetAsync(string offset) => File.WriteAllTextAsync(_file, offset);

    /// <summary>Adds what a service's process needs, asked at each of its starts.</summary>
    public void AddTo(EnvironmentCallbackContext context)
    {
        if (context.Resource.Name == Service)
        {
            context.EnvironmentVariables["LD_PRELOAD"] = _library;
            context.EnvironmentVariables["FAKETIME_TIMESTAMP_FILE"] = _file;
            context.EnvironmentVariables["FAKETIME_CACHE_DURATION"] = "1";

            // Timeouts and intervals go by the monotonic clock, which no administrator can set.
            context.EnvironmentVariables["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        }
    }

    public void Dispose() => File.Delete(_file);
}
