using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Whose the findings are that a dry run makes of children whom the hub does not know.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130012000_FindingsOfNewChildren")]
    public partial class FindingsOfNewChildren : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "local_id", table: "import_finding", type: "text", nullable: true);
            migrationBuilder.CreateIndex(name: "import_finding_local_id", table: "import_finding", column: "local_id", filter: "local_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "import_finding_local_id", table: "import_finding");
            migrationBuilder.DropColumn(name: "local_id", table: "import_finding");
        }
    }
}
