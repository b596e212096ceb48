using System.Text.Json;
using Partnership.EndToEnd.Tests.Access;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>An API to be hostile to, and what is needed to be let in.</summary>
/// <param name="Address">Its door, plain HTTP on loopback.</param>
/// <param name="Description">Its OpenAPI document.</param>
/// <param name="Operations">The document's operations.</param>
/// <param name="Council">The council that the tokens name.</param>
/// <param name="OtherCouncil">One that they do not.</param>
/// <param name="Token">A good token by role, of this council alone.</param>
/// <param name="Samples">How each operation is asked so that it answers well.</param>
/// <param name="Ids">What the council has, by the names of the path's parameters.</param>
internal sealed record FuzzTarget(
    Uri Address,
    JsonElement Description,
    IReadOnlyList<Operation> Operations,
    string Council,
    string OtherCouncil,
    Func<string, string> Token,
    IReadOnlyDictionary<string, Sample> Samples,
    IReadOnlyDictionary<string, string> Ids);

/// <summary>Something that an answer, or the system after it, should not have been.</summary>
/// <param name="Check">The check that it failed.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Request">Which request of the operation, to ask again with <c>--only</c> and <c>--request</c>.</param>
/// <param name="Tricks">What was done to it.</param>
/// <param name="Detail">What came.</param>
/// <param name="Asked">The beginning of what was asked.</param>
internal sealed record Finding(string Check, string Operation, int Request, string Tricks, string Detail, string Asked = "")
{
    public override string ToString() => $"{Check}: {Operation} #{Request} ({Tricks}): {Detail}{(Asked.Length > 0 ? $"\n    asked: {Asked}" : "")}";
}
