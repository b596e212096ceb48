using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Partnership.ServiceDefaults.OpenApi;

/// <summary>The service's own description of its API: OpenAPI 3.1.</summary>
public static class ApiDescriptionExtensions
{
    /// <summary>Shows a request and an answer in the API's description. Invented data only: the description is public.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="request">An example body, serialised as the service serialises; null when there is none.</param>
    /// <param name="response">An example answer, serialised as the service serialises; null when it has no body.</param>
    public static TBuilder WithExample<TBuilder>(this TBuilder endpoint, object? request = null, object? response = null)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new EndpointExample(request, response)));
        return endpoint;
    }

    /// <summary>Describes the body of an endpoint that reads files off the request by itself: <c>multipart/form-data</c>, a part for each.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="description">What the files are.</param>
    public static TBuilder WithFiles<TBuilder>(this TBuilder endpoint, string description)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new EndpointFiles(description)));
        return endpoint;
    }

    internal static void AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = SchemaNames.Of;
            options.AddSchemaTransformer((schema, context, _) =>
            {
                ContractSchemas.Describe(schema, context.JsonTypeInfo.Type);
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "A token of the partnership's authority, for the audience partnership: five minutes, RS256.",
                };
                NameCodesAlone(document.Components);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(OperationDescription.DescribeAsync);
        });

    /// <summary>
    /// An enumeration that is met as an optional member first would be described with null as one of its codes, and the member by "null or one of these":
    /// null would fit twice.
    /// </summary>
    private static void NameCodesAlone(OpenApiComponents components)
    {
        foreach (var schema in (components.Schemas?.Values ?? []).OfType<OpenApiSchema>().Where(schema => schema.Enum is { Count: > 0 }))
        {
            schema.Enum = [.. schema.Enum!.Where(code => code is not null && !code.IsJsonNullSentinel())];
            schema.Type &= ~JsonSchemaType.Null;
        }
    }
}

/// <summary>Example of an endpoint's request and answer.</summary>
/// <param name="Request">Example body, or null.</param>
/// <param name="Response">Example answer, or null.</param>
public sealed record EndpointExample(object? Request, object? Response);

/// <summary>Marks an endpoint that reads files off the request.</summary>
/// <param name="Description">What the files are.</param>
public sealed record EndpointFiles(string Description);
