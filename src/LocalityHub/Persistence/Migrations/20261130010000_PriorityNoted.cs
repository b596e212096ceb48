using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>The priority groups that an import was the first to show a child in, so that an undo takes them back.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130010000_PriorityNoted")]
    public partial class PriorityNoted : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<short[]>(name: "priority_flags", table: "import_before", type: "smallint[]", nullable: false, defaultValueSql: "'{}'");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "priority_flags", table: "import_before");
    }
}
