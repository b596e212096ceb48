namespace Partnership.LocalHosting;

/// <summary>A PostgreSQL cluster of our own, run from the distribution's package.</summary>
public sealed class PostgresServerResource : Resource,
    IResourceWithConnectionString, IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
{
    internal const string PrimaryEndpointName = "tcp";
    private const string DefaultUserName = "postgres";

    public PostgresServerResource(string name, ParameterResource? userName, ParameterResource password)
        : base(name)
    {
        UserNameParameter = userName;
        PasswordParameter = password;
        PrimaryEndpoint = new EndpointReference(this, PrimaryEndpointName);
    }

    public EndpointReference PrimaryEndpoint { get; }

    public ParameterResource? UserNameParameter { get; }

    public ParameterResource PasswordParameter { get; }

    public ReferenceExpression UserNameReference => UserNameParameter is null
        ? ReferenceExpression.Create($"{DefaultUserName}")
        : ReferenceExpression.Create($"{UserNameParameter}");

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={Part(EndpointProperty.Host)};Port={Part(EndpointProperty.Port)};Username={UserNameReference};Password={PasswordParameter}{Encryption}");

    public ReferenceExpression UriExpression => ReferenceExpression.Create(
        $"postgresql://{UserNameReference:uri}:{PasswordParameter:uri}@{Part(EndpointProperty.HostAndPort)}");

    public ReferenceExpression JdbcConnectionString => ReferenceExpression.Create($"jdbc:postgresql://{Part(EndpointProperty.HostAndPort)}");

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
    [
        new("Host", ReferenceExpression.Create($"{Part(EndpointProperty.Host)}")),
        new("Port", ReferenceExpression.Create($"{Part(EndpointProperty.Port)}")),
        new("Username", UserNameReference),
        new("Password", ReferenceExpression.Create($"{PasswordParameter}")),
        new("Uri", UriExpression),
        new("JdbcConnectionString", JdbcConnectionString),
    ];

    /// <summary>The data folder's name; null for data that go with the run.</summary>
    internal string? Volume { get; set; }

    /// <summary>Set when connections are encrypted: the server then takes no others.</summary>
    internal LocalCertificates? Certificates { get; set; }

    private string Encryption => Certificates is null ? "" : $";SSL Mode=VerifyFull;Root Certificate={Certificates.AuthorityFile}";

    private EndpointReferenceExpression Part(EndpointProperty property) => PrimaryEndpoint.Property(property);
}

/// <summary>One database of a cluster, created when the cluster is first healthy.</summary>
public sealed class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    public PostgresServerResource Parent { get; } = postgresParentResource;

    public string DatabaseName { get; } = databaseName;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{Parent.ConnectionStringExpression};Database={DatabaseName}");

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
    [
        .. Parent.GetConnectionProperties().Where(property => property.Key is not ("Uri" or "JdbcConnectionString")),
        new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")),
        new("Uri", ReferenceExpression.Create($"{Parent.UriExpression}/{DatabaseName:uri}")),
        new("JdbcConnectionString", ReferenceExpression.Create($"{Parent.JdbcConnectionString}/{DatabaseName:uri}")),
    ];
}
