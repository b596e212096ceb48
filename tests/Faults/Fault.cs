namespace Partnership.Faults;

/// <summary>Something that goes wrong, and is put right again.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="Council">The council whose hub is hit; null when all are.</param>
/// <param name="StrikeAsync">Lets it happen and, unless the system is to mend itself, puts it right; returns then.</param>
internal sealed record Fault(string Name, string? Council, Func<RunningRegion, Task> StrikeAsync)
{
    /// <summary>What has to be waited for besides a write that goes the whole way.</summary>
    public Func<RunningRegion, Task> MendedAsync { get; private init; } = _ => Task.CompletedTask;

    /// <summary>Whether the writes of the stream do not notice.</summary>
    public bool IsAside { get; private init; }

    /// <summary>The resources whose memory is watched while it lasts.</summary>
    public IReadOnlyCollection<string> Watched { get; private init; } = ["broker"];

    // The services send every half minute at the latest.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    // A clock is read again after a second, and HTTP tells seconds only.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>A process is ended by a signal; its host starts it again.</summary>
    public static Fault Ended(string name, string resource, int signal, string? council = null) =>
        new(name, council, region => region.EndAsync(resource, signal));

    /// <summary>So is one that no write of the stream passes through: it has recovered when it says so itself.</summary>
    public static Fault EndedAside(string name, string resource, int signal) => new(name, null, region => region.EndAsync(resource, signal))
    {
        IsAside = true,
        MendedAsync = region => region.HealthyAsync(resource),
    };

    /// <summary>A process stands still for a while, its connections open.</summary>
    public static Fault Paused(string name, string resource, string? council = null) => new(name, council, async region =>
    {
        var process = await region.ProcessAsync(resource);
        Signals.Send(process, Signals.Stop);
        await Task.Delay(region.Hold);
        Signals.Send(process, Signals.Continue);
    });

    /// <summary>Every connection to the broker breaks, and none can be made for a while.</summary>
    public static Fault Cut() => new("cut the broker's port", null, async region =>
    {
        if (region.Network.Cut() == 0)
        {
            throw new InvalidOperationException("No service talks to the broker through the relay: there was nothing to cut.");
        }

        await Task.Delay(region.Hold);
        region.Network.Mend();
    });

    /// <summary>
    /// The broker is out of reach in every way there is: for half the time connections stay open and nothing passes, be they old (half open) or new (a black hole); then
    /// all of them break, and none can be made. Every service that talks over it has to say that it is not wholly well, and that it can be asked all the same.
    /// </summary>
    public static Fault OutOfReach() => new("the broker out of reach", null, async region =>
    {
        var (began, swallowed, refused) = (TimeProvider.System.GetTimestamp(), region.Network.Swallowed, region.Network.Refused);
        region.Network.Silence();
        await Task.Delay(region.Hold / 2);
        if (region.Network.Swallowed == swallowed)
        {
            throw new InvalidOperationException("No service has said anything to the broker: nothing was kept from it.");
        }

        region.Network.Cut();
        while (region.Network.Refused == refused || TimeProvider.System.GetElapsedTime(began) < region.Hold)
        {
            if (TimeProvider.System.GetElapsedTime(began) > region.Hold + LongestSilence)
            {
                throw new InvalidOperationException("No service has looked for the broker.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        foreach (var service in RunningRegion.OnTheBroker)
        {
            var (status, said) = await region.HealthOfAsync(service);
            if ((status, said) != (200, "degraded"))
            {
                throw new InvalidOperationException($"{service} answers {status}, '{said}', while its broker is out of reach; 200, 'degraded' is what it should.");
            }
        }

        region.Network.Mend();
    });

    /// <summary>Nobody takes in telemetry for a while; the memory of the services is watched, which may not keep what they cannot send.</summary>
    public static Fault Uncollected() => new("the telemetry's collector away", null, async region =>
    {
        var network = region.Collector.Network;
        if (region.Collector.Received == 0)
        {
            throw new InvalidOperationException("No telemetry has come: nobody would miss the collector.");
        }

        var refused = network.Refused;
        var began = TimeProvider.System.GetTimestamp();
        network.Cut();
        await Task.Delay(region.Hold);
        while (network.Refused == refused)
        {
            if (TimeProvider.System.GetElapsedTime(began) > region.Hold + LongestSilence)
            {
                throw new InvalidOperationException("No service has missed the collector.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        network.Mend();
    })
    {
        Watched = RunningRegion.Services,
    };

    /// <summary>The disk that broker and database write to is full for a while.</summary>
    public static Fault Filled() => new("fill the disk", null, async region =>
    {
        var file = Path.Combine(Path.GetTempPath(), "in-the-way");
        await using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            // Services free and fill a little all the time: what they free is taken too.
            var block = new byte[1 << 16];
            long? full = null;
            while (full is null || TimeProvider.System.GetElapsedTime(full.Value) < region.Hold)
            {
                try
                {
                    await stream.WriteAsync(block);
                }
                catch (IOException)
                {
                    full ??= TimeProvider.System.GetTimestamp();
                    await Task.Delay(TimeSpan.FromMilliseconds(20));
                }
            }

            if (new DriveInfo(file).AvailableFreeSpace > 1 << 20)
            {
                throw new InvalidOperationException("The disk was not full.");
            }
        }

        File.Delete(file);
    });

    /// <summary>A service's clock jumps, stays wrong for a while, and jumps back.</summary>
    public static Fault Skewed(string name, string resource, TimeSpan by, string? council = null) => new(name, council, async region =>
    {
        var clock = region.Clock!;
        clock.Service = resource;
        await clock.SetAsync("+0");
        await region.EndAsync(resource, Signals.Terminate);
        await region.HealthyAsync(resource);

        await clock.SetAsync(by > TimeSpan.Zero ? $"+{by.TotalHours}h" : $"{by.TotalHours}h");
        await Task.Delay(region.Hold);
        var off = await region.TimeAtAsync(resource) - TimeProvider.System.GetUtcNow();
        if ((off - by).Duration() > ClockTolerance)
        {
            throw new InvalidOperationException($"The clock of {resource} is {off} off instead of {by}.");
        }

        await clock.SetAsync("+0");
        clock.Service = null;
        await region.EndAsync(resource, Signals.Terminate);
    });

    /// <summary>Messages that nobody can read lie between the others.</summary>
    public static Fault Poisoned(string council) => new("messages that cannot be read", council, region => region.Wire.PoisonAsync(council));

    /// <summary>The last messages come again under their own ids, and in any order.</summary>
    public static Fault Repeated() => new("messages again, shuffled", null, async region =>
    {
        await region.Wire.ReadAsync();
        var last = region.Wire.Seen.TakeLast(500).ToArray();
        Random.Shared.Shuffle(last);
        await region.Wire.RepeatAsync(last);
    });
}
