using Microsoft.Extensions.DependencyInjection;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>
/// Work that is nobody's request: consumers, releases, rebuilds. In a shared service it uses a database role of its own, which sees
/// every council's rows. A request's scope always has the other role, whatever its code does: a role is chosen by connecting, not by
/// a setting that a statement could change. Architecture.Tests lists who may take this.
/// </summary>
public sealed class SystemScopes
{
    private readonly IServiceScopeFactory _scopes;

    internal SystemScopes(IServiceScopeFactory scopes) => _scopes = scopes;

    /// <summary>A scope whose context connects as the system role. Dispose it.</summary>
    /// <param name="purpose">What it is for, such as <c>release</c>: said aloud, so that it can be searched for.</param>
    public AsyncServiceScope Create(string purpose)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        var scope = _scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseScope>().EnterSystem();
        return scope;
    }

    /// <summary>
    /// As <see cref="Create"/>, for a request that holds a connection of its own while it asks. The scope's connection comes from a pool apart,
    /// so that nobody who holds one of the system's can wait for one of the requests' at the same time.
    /// </summary>
    /// <param name="purpose">What it is for.</param>
    public AsyncServiceScope CreateWithin(string purpose)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        var scope = _scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseScope>().EnterSystem(withinRequest: true);
        return scope;
    }
}

/// <summary>As which of a shared service's roles the contexts of one scope connect; as the requests' unless somebody said otherwise.</summary>
public sealed class DatabaseScope
{
    /// <summary>Whether the scope's work is nobody's request.</summary>
    public bool IsSystem { get; private set; }

    /// <summary>Whether it is the system's work in the middle of a request.</summary>
    internal bool IsWithinRequest { get; private set; }

    internal void EnterSystem(bool withinRequest = false) => (IsSystem, IsWithinRequest) = (true, withinRequest);
}

/// <summary>The key of the pool for the system's work in the middle of requests.</summary>
internal sealed record DeskPool(Type Context);

/// <summary>The key of the pool that connects as a service's system role; in a service of one role the same as its only pool.</summary>
internal sealed record SystemPool(Type Context);
