using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>What a trick has to work with.</summary>
/// <param name="Random">Seeded for this request.</param>
/// <param name="Marker">A text of this request alone: letters and digits.</param>
/// <param name="Shape">The operation.</param>
/// <param name="Schemas">The description's schemas.</param>
/// <param name="Target">The API, and what is ours in it.</param>
internal sealed record Hostility(Random Random, string Marker, OperationShape Shape, ApiSchemas Schemas, FuzzTarget Target)
{
    public string Text => HostileValues.Text(Random, Marker);

    public string ShortText => HostileValues.ShortText(Random, Marker);

    public T Pick<T>(params T[] values) => HostileValues.Pick(Random, values);
}

/// <summary>One way to be hostile.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Fits">Which operations it can be tried on.</param>
/// <param name="Apply">Does it to a request.</param>
internal sealed record Trick(string Name, Func<OperationShape, bool> Fits, Action<Draft, Hostility> Apply)
{
    /// <summary>Whether it can be done to what another trick has been done to.</summary>
    public bool IsForAny => !(Name.StartsWith("json", StringComparison.Ordinal) || Name.StartsWith("files", StringComparison.Ordinal) || Name.StartsWith("body", StringComparison.Ordinal) || Name.StartsWith("token", StringComparison.Ordinal));

    public static IReadOnlyList<Trick> All { get; } = [.. AddressTricks.All, .. HeaderTricks.All, .. JsonTricks.All, .. FileTricks.All];
}
