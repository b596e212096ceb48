using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.Benchmarks.Load;

/// <summary>Something that one person at a time writes, again and again; it knows what the system has promised of it.</summary>
internal interface IWritten
{
    string Council { get; }

    /// <summary>Whose work it is: one of <see cref="LoadMix.Desks"/>.</summary>
    string Desk { get; }

    /// <summary>What is to be done next to it; null when there is nothing more.</summary>
    PlannedWrite? Next(Random random);
}

/// <summary>One write: the same request however often it is sent.</summary>
/// <param name="Thing">What is written.</param>
/// <param name="Route">Which kind of request.</param>
/// <param name="Method">POST or PUT.</param>
/// <param name="Path">Where.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Acknowledge">Keeps what a success promised: its answer and the version that it named.</param>
internal sealed record PlannedWrite(IWritten Thing, string Route, HttpMethod Method, string Path, object Body, Action<JsonElement, long> Acknowledge)
{
    public string Key { get; } = Guid.NewGuid().ToString();

    /// <summary>For If-Match; null where something new is begun.</summary>
    public long? Version { get; init; }

    /// <summary>What is read before, for its version: several people write it, or more than one kind of write does.</summary>
    public string? VersionFrom { get; init; }

    /// <summary>The same person goes straight on to what is next.</summary>
    public bool GoesOn { get; init; }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Path) { Content = JsonContent.Create(Body) };
        request.Headers.Add("Idempotency-Key", Key);
        if (Version is { } version)
        {
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        }

        return request;
    }

    public static long VersionOf(string? etag) => long.Parse(etag!.Trim('"'), CultureInfo.InvariantCulture);
}
