using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Imports that can be undone.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261128153000_Undo")]
    public partial class Undo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "undone_at",
                table: "import",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "undoes",
                table: "import",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "import_before",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    identity = table.Column<string>(type: "jsonb", nullable: true),
                    of_year = table.Column<string>(type: "jsonb", nullable: true),
                    rows = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_before", x => new { x.import_id, x.child_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_before");

            migrationBuilder.DropColumn(
                name: "undoes",
                table: "import");

            migrationBuilder.DropColumn(
                name: "undone_at",
                table: "import");
        }
    }
}
