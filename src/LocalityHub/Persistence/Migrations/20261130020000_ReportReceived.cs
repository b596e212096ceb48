using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>When a household was given the report that was released to its council. The centre tells of those from before, too.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130020000_ReportReceived")]
    public partial class ReportReceived : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<DateOnly>(name: "received_on", table: "disclosure", type: "date", nullable: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "received_on", table: "disclosure");
    }
}
