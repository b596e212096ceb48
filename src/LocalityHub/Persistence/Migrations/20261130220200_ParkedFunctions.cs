using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partnership.ServiceDefaults.Messaging;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Parked messages are listed, replayed and discarded by functions, as in the databases that councils share.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130220200_ParkedFunctions")]
    public partial class ParkedFunctions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ParkedRights.Functions(ParkedRights.Anybody));

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("drop function parked_messages(), replay_parked(uuid, boolean, timestamptz), replay_all_parked(timestamptz), discard_parked(uuid, boolean, timestamptz)");
    }
}
