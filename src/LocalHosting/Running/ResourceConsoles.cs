using System.Collections.Concurrent;

namespace Partnership.LocalHosting;

/// <summary>Every resource's console by name.</summary>
internal sealed class ResourceConsoles(LocalState state, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceConsole> _consoles = new(StringComparer.OrdinalIgnoreCase);

    public SecretMask Mask { get; } = new();

    public ResourceConsole Of(IResource resource) =>
        _consoles.GetOrAdd(resource.Name, name => new ResourceConsole(Path.Combine(state.LogDirectory, name + ".log"), Mask, clock));

    public void Dispose()
    {
        foreach (var console in _consoles.Values)
        {
            console.Dispose();
        }
    }
}
