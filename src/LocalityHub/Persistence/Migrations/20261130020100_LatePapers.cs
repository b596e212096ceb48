using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Why a paper came after papers had gone out to the panel.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130020100_LatePapers")]
    public partial class LatePapers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<short>(name: "late_reason", table: "case_paper", type: "smallint", nullable: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "late_reason", table: "case_paper");
    }
}
