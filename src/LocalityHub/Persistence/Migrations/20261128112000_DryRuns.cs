using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Imports that only tell what they would do.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261128112000_DryRuns")]
    public partial class DryRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_dry",
                table: "import",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "import_preview",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    local_id = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    hold_reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    stage_before = table.Column<short>(type: "smallint", nullable: true),
                    stage_after = table.Column<short>(type: "smallint", nullable: true),
                    gained = table.Column<string[]>(type: "text[]", nullable: false),
                    lost = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_preview", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "import_preview_import",
                table: "import_preview",
                columns: new[] { "import_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_preview");

            migrationBuilder.DropColumn(
                name: "is_dry",
                table: "import");
        }
    }
}
