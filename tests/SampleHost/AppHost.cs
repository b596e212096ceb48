var builder = DistributedApplication.CreateBuilder(args);
if (builder.Configuration["fail"] is { } reason)
{
    throw new InvalidOperationException(reason);
}

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var broker = builder.AddRabbitMQ("broker").WithManagementPlugin().WithDataVolume();

var prepare = builder.AddProject<Projects.SampleService>("prepare")
    .WithArgs("end", "0")
    .WaitFor(postgres)
    .WaitFor(broker);

var back = builder.AddProject<Projects.SampleService>("back")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(prepare);

builder.AddProject<Projects.SampleService>("front")
    .WithHttpEndpoint(port: 18999)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithReference(back)
    .WaitFor(back);

builder.AddExecutable("sleeper", "sleep", ".", "infinity").WaitFor(broker);

builder.Build().Run();
