using System.Text.Json;
using Partnership.EndToEnd.Tests.Access;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>A parameter of an operation.</summary>
internal sealed record Parameter(string Name, string In, JsonElement Schema);

/// <summary>What the description says of an operation's requests and answers.</summary>
internal sealed class OperationShape
{
    public OperationShape(Operation operation)
    {
        Operation = operation;
        Parameters = operation.Node.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Select(each => new Parameter(each.GetProperty("name").GetString()!, each.GetProperty("in").GetString()!, each.GetProperty("schema")))]
            : [];
        if (operation.Node.TryGetProperty("requestBody", out var body))
        {
            var content = body.GetProperty("content");
            Json = content.TryGetProperty("application/json", out var json) ? json.GetProperty("schema") : null;
            HasFiles = content.TryGetProperty("multipart/form-data", out _);
            NeedsBody = body.TryGetProperty("required", out var required) && required.GetBoolean();
        }

        Answers = operation.Node.GetProperty("responses").EnumerateObject().ToDictionary(
            answer => answer.Name,
            answer => (IReadOnlyDictionary<string, JsonElement>)(answer.Value.TryGetProperty("content", out var content)
                ? content.EnumerateObject().ToDictionary(media => media.Name, media => media.Value.TryGetProperty("schema", out var schema) ? schema : default)
                : []));
    }

    public Operation Operation { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Schema of the body as JSON; null when it takes none.</summary>
    public JsonElement? Json { get; }

    public bool HasFiles { get; }

    public bool NeedsBody { get; }

    /// <summary>Described answers: by status, by media type, the schema.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Answers { get; }

    public bool IsRead => Operation.Method == "GET";

    public IEnumerable<Parameter> In(string place) => Parameters.Where(parameter => parameter.In == place);

    public bool TakesHeader(string name) => In("header").Any(parameter => parameter.Name == name);
}
