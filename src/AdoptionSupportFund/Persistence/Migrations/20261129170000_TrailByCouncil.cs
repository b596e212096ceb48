using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partnership.ServiceDefaults.Audit;

#nullable disable

namespace Partnership.AdoptionSupportFund.Persistence.Migrations
{
    /// <summary>Each entry of the trail names the councils whose records it concerns. Those from before name none, and hold as they were sealed.</summary>
    [DbContext(typeof(FundDbContext))]
    [Migration("20261129170000_TrailByCouncil")]
    public partial class TrailByCouncil : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short[]>(
                name: "councils",
                table: "audit_entry",
                type: "smallint[]",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "audit_entry_councils",
                table: "audit_entry",
                column: "councils",
                filter: "councils is not null")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.Sql(AuditTables.CreateSeal);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "audit_entry_councils",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "councils",
                table: "audit_entry");
        }
    }
}
