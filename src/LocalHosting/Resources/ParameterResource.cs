namespace Partnership.LocalHosting;

/// <summary>A value from outside, or generated once and kept; secret ones are masked wherever console lines are shown.</summary>
public sealed class ParameterResource : Resource, IExpressionValue
{
    private readonly Lock _gate = new();
    private readonly Func<ParameterDefault?, string> _callback;
    private string? _value;

    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
        : base(name)
    {
        _callback = callback;
        Secret = secret;
    }

    public bool Secret { get; }

    internal ParameterDefault? Default { get; init; }

    /// <summary>Whether this host generated the value and keeps it, and so may give it another: a configured one is somebody else's.</summary>
    internal Func<bool> IsGenerated { get; init; } = () => false;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return new(_value ??= _callback(Default));
        }
    }

    /// <summary>From now on this is its value: for processes that start from now on, that is.</summary>
    internal void Use(string value)
    {
        lock (_gate)
        {
            _value = value;
        }
    }
}

public static class ParameterResourceBuilderExtensions
{
    /// <summary>A parameter read from the configuration key <c>Parameters:{name}</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, _ => Configured(builder, name) ?? throw Missing(name), secret));

    /// <summary>A parameter with a value; configuration may give another.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false) =>
        publishValueAsDefault && secret
            ? throw new ArgumentException("A secret parameter's value cannot be published as its default.", nameof(publishValueAsDefault))
            : builder.AddResource(new ParameterResource(name, _ => Configured(builder, name) ?? valueGetter(), secret));

    /// <summary>A parameter whose value is made when none is configured; with <paramref name="persist"/> it is kept for later runs.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddResource(new ParameterResource(
            name,
            made => Configured(builder, name) ?? (persist
                ? LocalState.Of(builder).Parameters.GetOrAdd(name, made!.GetDefaultValue)
                : made!.GetDefaultValue()),
            secret)
        { Default = value, IsGenerated = () => persist && Configured(builder, name) is null });

    internal static IResourceBuilder<ParameterResource> AddGeneratedPassword(this IDistributedApplicationBuilder builder, string name, bool special) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 22, Special = special }, secret: true, persist: true);

    private static string? Configured(IDistributedApplicationBuilder builder, string name) => builder.Configuration[$"Parameters:{name}"];

    private static InvalidOperationException Missing(string name) =>
        new($"The parameter '{name}' has no value: set the configuration key 'Parameters:{name}'.");
}
