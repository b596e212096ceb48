using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.ServiceDefaults.Tenancy;

namespace Partnership.ServiceDefaults.OpenApi;

/// <summary>Adds to an operation what its endpoint's metadata say: policy, security, headers, problems, examples.</summary>
internal static partial class OperationDescription
{
    private const string ProblemSchema = "Problem";

    /// <summary>Parameters that mean the same everywhere. (The framework fails on [Description] inside [AsParameters].)</summary>
    private static readonly Dictionary<string, string> SharedParameters = new()
    {
        ["code"] = "The council's three-digit code; one of the token's councils unless the operation says otherwise.",
        ["limit"] = "Items a page: 1 to 200; 50 when not given.",
        ["cursor"] = "`next` of the page before; leave it out for the first page.",
    };

    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isPut = HttpMethods.IsPut(context.Description.HttpMethod ?? string.Empty);
        var acceptsKey = metadata.OfType<AcceptsIdempotencyKey>().Any();
        var statuses = new SortedSet<int> { StatusCodes.Status400BadRequest, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable };
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            AddPolicy(operation, context, metadata.OfType<IAuthorizeData>().Select(data => data.Policy).LastOrDefault(policy => policy is not null));
            statuses.UnionWith([StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden]);
        }

        if (metadata.OfType<OwnCouncilRequired>().Any() || context.Description.RelativePath?.Contains("{code}", StringComparison.Ordinal) == true)
        {
            statuses.Add(StatusCodes.Status404NotFound);
        }

        if (metadata.OfType<EndpointFiles>().LastOrDefault() is { } files)
        {
            operation.RequestBody = Files(files.Description);
        }

        if (operation.RequestBody is not null)
        {
            statuses.UnionWith([StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType]);
        }

        if (acceptsKey)
        {
            AddHeader(operation, "Idempotency-Key", required: false, "A new UUID for each new request. For 24 hours a repeat with the same key gets the first answer and changes nothing; another request under the same key is 422.");
            statuses.UnionWith([StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity]);
        }

        if (isPut || metadata.OfType<IfMatchRequired>().Any())
        {
            AddHeader(operation, "If-Match", required: true, "The ETag that reading the resource gave: which version this changes. Without it 428; 412 when somebody else has changed it since.");
            statuses.UnionWith([StatusCodes.Status412PreconditionFailed, StatusCodes.Status428PreconditionRequired]);
        }

        AddPathParameters(operation, context.Description.RelativePath ?? string.Empty);
        AddCodes(operation, context);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Description ??= SharedParameters.GetValueOrDefault(parameter.Name ?? string.Empty);
        }

        // What an endpoint declares besides (ProducesProblem) is described the same way.
        statuses.UnionWith(operation.Responses?.Keys.Select(key => int.TryParse(key, CultureInfo.InvariantCulture, out var status) ? status : 0).Where(status => status >= 400) ?? []);
        AddProblems(operation, context, statuses);
        if (metadata.OfType<EndpointExample>().LastOrDefault() is { } example)
        {
            AddExample(operation, example, context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        }

        return Task.CompletedTask;
    }

    private static void AddPolicy(OpenApiOperation operation, OpenApiOperationTransformerContext context, string? policy)
    {
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
        if (policy is null)
        {
            return;
        }

        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions["x-policy"] = new JsonNodeExtension(JsonValue.Create(policy));
        if (Policies.RolesByPolicy.TryGetValue(policy, out var roles))
        {
            operation.Extensions["x-roles"] = new JsonNodeExtension(new JsonArray([.. roles.Select(role => JsonValue.Create(role))]));
        }
    }

    /// <summary>Every name in the address is a parameter, whether or not the handler asks for it: tenancy reads <c>code</c> itself.</summary>
    private static void AddPathParameters(OpenApiOperation operation, string address)
    {
        foreach (Match match in PathParameter().Matches(address))
        {
            var name = match.Groups["name"].Value;
            operation.Parameters ??= [];
            if (operation.Parameters.All(parameter => parameter.Name != name))
            {
                operation.Parameters.Insert(0, new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }
    }

    /// <summary>Lists the codes of a parameter that is one.</summary>
    private static void AddCodes(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        foreach (var described in context.Description.ParameterDescriptions)
        {
            var type = described.ParameterDescriptor?.ParameterType is { } declared ? Nullable.GetUnderlyingType(declared) ?? declared : null;
            if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Coded<>)
                && operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(parameter => parameter.Name == described.Name) is { } coded)
            {
                var names = (IEnumerable<string>)type.GetProperty(nameof(Coded<DayOfWeek>.Names), BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
                coded.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name))] };
            }
        }
    }

    private static void AddHeader(OpenApiOperation operation, string name, bool required, string description)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.All(parameter => parameter.Name != name))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Required = required,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    private static void AddProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context, IEnumerable<int> statuses)
    {
        var document = context.Document!;
        document.AddComponent(ProblemSchema, Problem());
        operation.Responses ??= [];
        foreach (var status in statuses)
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ProblemTypes.ContentType] = new()
                    {
                        Schema = new OpenApiSchemaReference(ProblemSchema, document),
                        Example = JsonSerializer.SerializeToNode(ProblemTypes.Example(status), JsonSerializerOptions.Web),
                    },
                },
            };
        }
    }

    private static OpenApiSchema Problem()
    {
        OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Problem details (RFC 9457).",
            Required = new HashSet<string> { "status", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("What the status means: an address, where it is given."),
                ["title"] = Text("The status in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "HTTP status." },
                ["detail"] = Text("What is wrong, for a person; holds no personal data."),
                ["code"] = Text("Stable: programs decide by this."),
                ["field"] = Text("The field, parameter or header at fault."),
                ["next"] = Text("What to do next."),
                ["traceId"] = Text("To give when reporting the problem."),
            },
        };
    }

    private static OpenApiRequestBody Files(string description) => new()
    {
        Required = true,
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "files" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["files"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                    },
                },
            },
        },
    };

    private static void AddExample(OpenApiOperation operation, EndpointExample example, JsonSerializerOptions json)
    {
        if (example.Request is { } request)
        {
            var node = JsonSerializer.SerializeToNode(request, request.GetType(), json);
            foreach (var media in operation.RequestBody?.Content?.Values ?? [])
            {
                media.Example = node?.DeepClone();
            }
        }

        if (example.Response is { } response && operation.Responses?.FirstOrDefault(entry => entry.Key.StartsWith('2')).Value is OpenApiResponse answer)
        {
            answer.Content ??= new Dictionary<string, OpenApiMediaType>();
            if (answer.Content.Count == 0)
            {
                answer.Content["application/json"] = new OpenApiMediaType();
            }

            foreach (var media in answer.Content.Values)
            {
                media.Example = JsonSerializer.SerializeToNode(response, response.GetType(), json);
            }
        }
    }

    [GeneratedRegex(@"\{\*{0,2}(?<name>[A-Za-z0-9_]+)[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex PathParameter();
}
