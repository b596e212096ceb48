namespace Partnership.LocalHosting;

public static class RabbitMQBuilderExtensions
{
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var secret = password ?? builder.AddGeneratedPassword($"{name}-password", special: false);
        var server = builder.AddResource(new RabbitMQServerResource(name, userName?.Resource, secret.Resource))
            .WithEndpoint(port: port, scheme: "tcp", name: RabbitMQServerResource.PrimaryEndpointName);
        server.Resource.Certificates = LocalState.Of(builder).Certificates;
        return RabbitMQNode.Add(builder, server);
    }

    /// <summary>Switches the management plugin on; without a port it answers on a free one.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder) =>
        builder.WithManagementPlugin(null);

    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder, int? port) =>
        builder.WithEndpoint(port: port, scheme: builder.Resource.Certificates is null ? "http" : "https", name: RabbitMQServerResource.ManagementEndpointName);

    /// <summary>Keeps the node's data in the data folder from run to run; without it they go with the run.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(this IResourceBuilder<RabbitMQServerResource> builder, string? name = null)
    {
        builder.Resource.Volume = name ?? builder.Resource.Name;
        return builder;
    }
}

public static class PostgresBuilderExtensions
{
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var secret = password ?? builder.AddGeneratedPassword($"{name}-password", special: true);
        var server = builder.AddResource(new PostgresServerResource(name, userName?.Resource, secret.Resource))
            .WithEndpoint(port: port, scheme: "tcp", name: PostgresServerResource.PrimaryEndpointName);
        server.Resource.Certificates = LocalState.Of(builder).Certificates;
        return PostgresCluster.Add(builder, server);
    }

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null) =>
        PostgresCluster.AddDatabase(
            builder,
            builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource)));

    /// <summary>Keeps the cluster in the data folder from run to run; without it the data go with the run.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null)
    {
        builder.Resource.Volume = name ?? builder.Resource.Name;
        return builder;
    }
}
