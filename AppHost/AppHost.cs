var builder = DistributedApplication.CreateBuilder(args);
var region = Region.Read(Path.Combine(builder.AppHostDirectory, "Regions"), builder.Configuration["Region"] ?? "together4children");

// With --LocalHosting:Tls=true everything below speaks TLS and nothing else; in production the platform's settings see to that.
var encrypted = string.Equals(builder.Configuration["LocalHosting:Tls"], "true", StringComparison.OrdinalIgnoreCase);

// Servers. Only provision gets their administrators' connection strings.
var postgres = builder.AddPostgres("postgres", password: Secret("postgres-password"), port: 18432).WithDataVolume();
var broker = builder.AddRabbitMQ("broker", password: Secret("broker-password"), port: 18672)
    .WithManagementPlugin(18673)
    .WithDataVolume();

// One secret for each role: a service's serves its database role and its broker user.
var centralHubOwner = Secret("central-hub-owner-password");
var centralHubSecret = Secret("central-hub-password");
var centralHubProjector = Secret("central-hub-projector-password");
var supportFundOwner = Secret("support-fund-owner-password");
var supportFundSecret = Secret("support-fund-password");
var supportFundWorker = Secret("support-fund-worker-password");
var panelOwner = Secret("panel-scheduling-owner-password");
var panelSecret = Secret("panel-scheduling-password");
var panelWorker = Secret("panel-scheduling-worker-password");
var localityHubOwner = Secret("locality-hub-owner-password");
var localityHubSecrets = region.Councils.ToDictionary(council => council.Code, council => Secret($"locality-hub-{council.Code}-password"));

// What hubs alone share: with it they compare districts, and the central hub, which has it not, reads none.
var areaKey = Secret("area-key");

// Databases, roles, broker users and topology: runs to completion before anything that needs them.
var provision = builder.AddProject<Projects.Provision>("provision")
    .WithReference(postgres)
    .WithReference(broker)
    .WithEnvironment("Broker__ManagementUrl", broker.GetEndpoint("management"))
    .WithEnvironment("Passwords__central-hub-owner", centralHubOwner)
    .WithEnvironment("Passwords__central-hub", centralHubSecret)
    .WithEnvironment("Passwords__central-hub-projector", centralHubProjector)
    .WithEnvironment("Passwords__support-fund-owner", supportFundOwner)
    .WithEnvironment("Passwords__support-fund", supportFundSecret)
    .WithEnvironment("Passwords__support-fund-worker", supportFundWorker)
    .WithEnvironment("Passwords__panel-scheduling-owner", panelOwner)
    .WithEnvironment("Passwords__panel-scheduling", panelSecret)
    .WithEnvironment("Passwords__panel-scheduling-worker", panelWorker)
    .WithEnvironment("Passwords__locality-hub-owner", localityHubOwner)
    .WithRegion(region)
    .WaitFor(postgres)
    .WaitFor(broker);

// Schemas, by the roles that own them: the services' own roles can only read and write rows.
var centralHubMigrate = builder.AddProject<Projects.CentralHub>("central-hub-migrate")
    .WithArgs("migrate")
    .WithEnvironment("ConnectionStrings__owner", Database("central_hub", "central_hub_owner", centralHubOwner))
    .AsService(builder, region)
    .WaitForCompletion(provision);

var supportFundMigrate = builder.AddProject<Projects.AdoptionSupportFund>("support-fund-migrate")
    .WithArgs("migrate")
    .WithEnvironment("ConnectionStrings__owner", Database("support_fund", "support_fund_owner", supportFundOwner))
    .AsService(builder, region)
    .WaitForCompletion(provision);

var panelMigrate = builder.AddProject<Projects.PanelScheduling>("panel-scheduling-migrate")
    .WithArgs("migrate")
    .WithEnvironment("ConnectionStrings__owner", Database("panel_scheduling", "panel_scheduling_owner", panelOwner))
    .AsService(builder, region)
    .WaitForCompletion(provision);

var localityHubMigrate = builder.AddProject<Projects.LocalityHub>("locality-hub-migrate")
    .WithArgs("migrate")
    .WithEnvironment("ConnectionStrings__owner", Database("locality_hub_template", "locality_hub_owner", localityHubOwner))
    .AsService(builder, region)
    .WaitForCompletion(provision);

// Whose tokens to believe: those of the partnership's own provider when a setting names it, or else of the one for developers' machines.
var named = builder.Configuration["Authentication:Authority"];
var identity = named is null ? AddDevIdentity() : null;
var authority = identity is null ? ReferenceExpression.Create($"{named}") : ReferenceExpression.Create($"{identity.GetEndpoint("http")}");

var centralHub = builder.AddProject<Projects.CentralHub>("central-hub")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("ConnectionStrings__central-hub", Database("central_hub", "central_hub", centralHubSecret))
    .WithEnvironment("ConnectionStrings__central-hub-projector", Database("central_hub", "central_hub_projector", centralHubProjector))
    .WithEnvironment("ConnectionStrings__messaging", Messaging("central-hub", centralHubSecret))

    // Nobody on this machine is a child: whoever plays sees what comes of it.
    .WithEnvironment("FamilyFinding__SufficiencyEvery", "00:05:00")
    .WithRegion(region)
    .WithAuthority(authority)
    .AsService(builder, region)
    .WaitForCompletion(centralHubMigrate);

var supportFund = builder.AddProject<Projects.AdoptionSupportFund>("support-fund")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("ConnectionStrings__support-fund", Database("support_fund", "support_fund", supportFundSecret))
    .WithEnvironment("ConnectionStrings__support-fund-worker", Database("support_fund", "support_fund_worker", supportFundWorker))
    .WithEnvironment("ConnectionStrings__messaging", Messaging("support-fund", supportFundSecret))
    .WithRegion(region)
    .WithAuthority(authority)
    .AsService(builder, region)
    .WaitForCompletion(supportFundMigrate);

var panelScheduling = builder.AddProject<Projects.PanelScheduling>("panel-scheduling")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("ConnectionStrings__panel-scheduling", Database("panel_scheduling", "panel_scheduling", panelSecret))
    .WithEnvironment("ConnectionStrings__panel-scheduling-worker", Database("panel_scheduling", "panel_scheduling_worker", panelWorker))
    .WithEnvironment("ConnectionStrings__messaging", Messaging("panel-scheduling", panelSecret))
    .WithAuthority(authority)
    .AsService(builder, region)
    .WaitForCompletion(panelMigrate);

// The one door. It waits for no hub: a council whose hub is down must not close it for the others.
var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithHttpEndpoint(port: 8080)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithReference(centralHub)
    .WithReference(supportFund)
    .WithReference(panelScheduling)
    .WithRegion(region)
    .WithAuthority(authority)
    .AsService(builder, region);
if (identity is not null)
{
    gateway.WaitFor(identity);
}

foreach (var (index, council) in region.Councils.Index())
{
    var secret = localityHubSecrets[council.Code];
    provision.WithEnvironment($"Passwords__locality-hub-{council.Code}", secret);
    localityHubMigrate.WithEnvironment($"Councils__{index}", council.Code);

    var localityHub = builder.AddProject<Projects.LocalityHub>($"locality-hub-{council.Code}")
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithEnvironment("Council__Code", council.Code)
        .WithEnvironment("Council__Name", council.Name)
        .WithEnvironment("FamilyFinding__AreaKey", areaKey)
        .WithReferenceLists(builder)
        .WithEnvironment("ConnectionStrings__locality-hub", Database($"locality_hub_{council.Code}", $"locality_hub_{council.Code}", secret))
        .WithEnvironment("ConnectionStrings__messaging", Messaging($"locality-hub-{council.Code}", secret))
        .WithAuthority(authority)
        .AsService(builder, region)
        .WaitForCompletion(localityHubMigrate);
    gateway.WithReference(localityHub);
}

builder.Build().Run();

// Signs anybody in; refuses to start outside Development.
IResourceBuilder<ProjectResource> AddDevIdentity()
{
    var development = builder.AddProject<Projects.DevIdentity>("identity")
        .WithHttpEndpoint(port: 8081)
        .WithHttpHealthCheck("/health")
        .WithEnvironment("DevIdentity__ClientSecret", Secret("dev-client-secret"))
        .WithRegion(region)
        .AsService(builder, region);
    return development.WithEnvironment("DevIdentity__Issuer", development.GetEndpoint("http"));
}

// Generated once and kept for later runs; nobody types or sees it.
IResourceBuilder<ParameterResource> Secret(string name) =>
    builder.AddParameter(name, new GenerateParameterDefault { MinLength = 24, Special = false }, secret: true, persist: true);

ReferenceExpression Database(string database, string role, IResourceBuilder<ParameterResource> secret) => ReferenceExpression.Create(
    $"Host={postgres.GetEndpoint("tcp").Property(EndpointProperty.Host)};Port={postgres.GetEndpoint("tcp").Property(EndpointProperty.Port)};Database={database};Username={role};Password={secret}{(encrypted ? ";SSL Mode=VerifyFull" : "")}");

ReferenceExpression Messaging(string user, IResourceBuilder<ParameterResource> secret) => ReferenceExpression.Create(
    $"{(encrypted ? "amqps" : "amqp")}://{user}:{secret}@{broker.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)}");
